import { defineConfig } from 'vite';

/** The pages: the shop, the console, and the look that the API's own pages share. The API reads the manifest. */
export default defineConfig({
  // Relative, so that assets find each other wherever the API serves them.
  base: './',
  build: {
    outDir: 'dist',
    manifest: 'manifest.json',
    target: 'es2022',
    // The first that know `light-dark()`, which would be taken apart for others.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Browsers that know `es2022` preload by themselves.
    modulePreload: { polyfill: false },
    // A `data:` address would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: [
        'src/look/page.css',
        'src/look/board.css',
        'src/docs/main.ts',
        'src/shop/main.ts',
        'src/console/main.ts',
      ],
    },
  },
});
