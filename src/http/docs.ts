import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router } from 'express';
import { z } from 'zod';
import type { Route } from './route.js';

const INDEX = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Packhorse API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;
const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** Swagger UI served from here, with no inline script, so that the content security policy holds. */
export function docsAssets(): Router {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const router = Router();
  const files = express.static(folder, { index: false, redirect: false, maxAge: '1d' });
  for (const file of ASSETS)
    router.get(`/docs/${file}`, (request, response, next) => {
      request.url = `/${file}`;
      files(request, response, next);
    });
  router.get('/docs/start.js', (_request, response) => void response.type('text/javascript').send(START));
  return router;
}

/** The API's description, for programs and for people. */
export function docsRoutes(document: () => unknown): Route[] {
  return [
    {
      method: 'get',
      path: '/openapi.json',
      tag: 'service',
      summary: 'This document',
      access: 'open',
      answers: {
        200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: z.looseObject({}) } } },
      },
      handle: (_request, response) => void response.json(document()),
    },
    {
      method: 'get',
      path: '/docs',
      tag: 'service',
      summary: 'This document as a page to read and try',
      access: 'open',
      answers: { 200: { description: 'A page', content: { 'text/html': { schema: z.string() } } } },
      handle: (_request, response) => void response.type('html').send(INDEX),
    },
  ];
}
