import '../element/order-countdown.ts';
import '../look/look.css';
import './shop.css';
import { render } from 'lit';
import { openShop } from './shop.ts';
import { shopPage } from './page.ts';
import { readViewerLink } from './viewer-link.ts';
import { openViewer, viewerPage } from './viewer.ts';

const root = document.querySelector<HTMLElement>('#shop');
if (root) open(root);

/** Another link in the address bar loads nothing by itself, since only its fragment differs. */
addEventListener('hashchange', () => location.reload());

function open(target: HTMLElement): void {
  const link = readViewerLink(location.hash);
  if (link) {
    const viewer = openViewer(link, () => render(viewerPage(viewer), target));
    viewer.start();
  } else {
    const shop = openShop(() => render(shopPage(shop), target));
    void shop.start();
  }
}
