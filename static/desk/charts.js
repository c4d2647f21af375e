// Draws the plots of the desk's first page; without it the sentence and the table say the same.
"use strict";

(function () {
  // So few names are all written; of more, as many as there is room for.
  var FEW = 6;
  var drawn = [];
  var still = window.matchMedia("(prefers-reduced-motion: reduce)");

  // The desk's own variables, read where the plot stands, so that dark mode is dark here too.
  function colour(canvas, name) {
    return getComputedStyle(canvas).getPropertyValue("--desk-" + name).trim();
  }

  function sets(canvas, data) {
    return data.series.map(function (one) {
      return {
        label: one.name,
        data: one.values,
        backgroundColor: colour(canvas, one.tone),
        borderRadius: 2,
        maxBarThickness: 24,
      };
    });
  }

  function options(canvas, data) {
    var words = colour(canvas, "soft");
    var line = colour(canvas, "line");
    var ticks = { color: words, font: { size: 11 }, maxRotation: 0, autoSkipPadding: 12 };
    var names = Object.assign({ autoSkip: data.labels.length > FEW }, ticks);
    return {
      animation: still.matches ? false : { duration: 150 },
      maintainAspectRatio: false,
      plugins: {
        legend: {
          display: data.series.length > 1,
          position: "bottom",
          labels: { color: words, boxWidth: 12, boxHeight: 12 },
        },
      },
      scales: {
        x: { grid: { display: false }, border: { color: line }, ticks: names },
        y: {
          beginAtZero: true,
          grid: { color: line },
          border: { display: false },
          ticks: Object.assign({ precision: 0 }, ticks),
        },
      },
    };
  }

  function draw(canvas) {
    var data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
    canvas.parentElement.hidden = false;
    drawn.push({
      canvas: canvas,
      data: data,
      chart: new window.Chart(canvas, {
        type: "bar",
        data: { labels: data.labels, datasets: sets(canvas, data) },
        options: options(canvas, data),
      }),
    });
  }

  function paint() {
    drawn.forEach(function (one) {
      one.chart.data.datasets = sets(one.canvas, one.data);
      one.chart.options = options(one.canvas, one.data);
      one.chart.update("none");
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (!window.Chart) return;
    document.querySelectorAll("canvas[data-chart]").forEach(draw);
    new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["class"] });
  });
})();
