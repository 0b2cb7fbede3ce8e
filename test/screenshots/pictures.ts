/** The pictures in docs/pictures, which README.md shows; README.zh-CN.md shows `shop-zh` in place of `shop`. */

export const pictureNames = [
  'shop',
  'shop-phone',
  'countdown',
  'overview',
  'order',
  'reference',
  'shop-zh',
] as const;
export type PictureName = (typeof pictureNames)[number];

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** From the root of the repository. */
export const pictureFile = (name: PictureName, scheme: Scheme) => `docs/pictures/${name}-${scheme}.webp`;

/** A README with all of them loads fast, and so does a clone. */
export const maxPictureBytes = 60_000;
