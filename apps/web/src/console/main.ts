import 'uplot/dist/uPlot.min.css';
import '../look/tokens.css';
import '../look/base.css';
import './console.css';
import './app.ts';
