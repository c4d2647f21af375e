// Shows the document whose address stands on #viewer; without this, a link to it stands there.
const viewer = document.getElementById("viewer");

window.SwaggerUIBundle({
  url: viewer.dataset.document,
  domNode: viewer,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  supportedSubmitMethods: ["get"],
  // The badge of an outside validator would ask another host.
  validatorUrl: null,
});
