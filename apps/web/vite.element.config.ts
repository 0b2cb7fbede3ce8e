import { defineConfig } from 'vite';

/** `<order-countdown>`: one module that holds all it needs, for pages of any origin. */
export default defineConfig({
  build: {
    outDir: 'dist/element',
    target: 'es2022',
    lib: {
      entry: 'src/element/order-countdown.ts',
      formats: ['es'],
      fileName: () => 'order-countdown.js',
    },
    // Of a library's module Vite leaves the white space, for whoever bundles it. Nobody has to bundle this one.
    rolldownOptions: { output: { minify: true } },
  },
});
