// Shows the page within Airflow's own frame: in the navigation, and as a tab of a Dag.
// Airflow's frame for other pages lets no link out of it; this one does (target="_top").
globalThis["Vroegsignalering"] = () =>
  globalThis.React.createElement("iframe", {
    src: new URL("vroegsignalering/", document.baseURI).pathname,
    title: "Vroegsignalering",
    style: { border: "none", display: "block", width: "100%", height: "100%", minHeight: "80vh" },
  });
