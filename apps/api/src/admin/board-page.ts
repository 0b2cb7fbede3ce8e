import type { RequestHandler } from 'express';
import { built } from '../http/built.ts';

/** Asks another site for fonts, which our policy blocks. No option of Bull Board's leaves it out. */
const othersFonts = /<link href="https:\/\/fonts\.[^>]*>/;

const look = built.tags('src/look/board.css').text;

/** Bull Board's page with our colours where it has the link to its fonts. */
export const boardPage: RequestHandler = (_request, response, next) => {
  const render = response.render.bind(response) as (
    view: string,
    options: object,
    done: (error: Error | null, page: string) => void,
  ) => void;
  response.render = (view: string, options?: object) =>
    render(view, options ?? {}, (error, page) => {
      if (error) next(error);
      else response.send(page.replace(othersFonts, look));
    });
  next();
};
