/* global SwaggerUIBundle */

// A file of its own, since the page's Content-Security-Policy lets no script in that stands in the page.
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  displayRequestDuration: true,
  // Asks a service of others otherwise.
  validatorUrl: null,
});
