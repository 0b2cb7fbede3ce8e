import '../look/look.css';
import './docs.css';
import { offerCopying } from './copy.ts';
import { markWhatIsInView } from './in-view.ts';
import { offerFilter } from './filter.ts';
import { offerTrying } from './try-it.ts';

/** What the reference at `/docs` does beyond being read. The page itself comes whole from the server. */
offerFilter(document);
offerCopying(document);
offerTrying(document);
markWhatIsInView(document);
