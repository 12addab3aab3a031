/* Draw the table of weeks as a chart, once somebody scrolls to it: complaints received and overdue as bars and a line,
   the two shares on an axis of their own. Without this, or without Chart.js, the table and the sparklines say the same. */
"use strict";

{
  const box = document.getElementById("board-chart");
  const table = document.getElementById("board-week-table");
  let chart = null;

  const colour = (name) => {
    const probe = document.createElement("span");
    probe.className = `chart-ink-${name}`;
    box.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
  const number = (cell) => {
    const text = cell?.dataset.value ?? cell?.dataset.overdue ?? "";
    const digits = text.replace(/[^\d.]/g, "");
    return digits ? Number(digits) : null;
  };

  /* Oldest first: the table begins with the newest week. */
  function read() {
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const weeks = [...table.tBodies[0].rows].reverse();
    return { heads, labels: weeks.map((row) => row.cells[0].dataset.label), column: (place) => weeks.map((row) => number(row.cells[place])) };
  }

  function draw() {
    const { heads, labels, column } = read();
    const [ink, line, late, blue] = ["ink", "line", "late", "blue"].map(colour);
    const rtl = document.dir === "rtl";
    const share = { type: "line", yAxisID: "share", spanGaps: false, pointRadius: 3 };
    const axis = { ticks: { color: ink }, grid: { color: line }, beginAtZero: true };
    chart?.destroy();
    chart = new Chart(box.querySelector("canvas"), {
      data: {
        labels,
        datasets: [
          { ...share, label: `${heads[3]}, %`, data: column(3), borderColor: blue, backgroundColor: blue, pointStyle: "circle" },
          { ...share, label: `${heads[5]}, %`, data: column(5), borderColor: ink, backgroundColor: ink, borderDash: [3, 4], pointStyle: "rect" },
          { type: "line", label: heads[6], data: column(6), borderColor: late, backgroundColor: late, borderWidth: 3, pointStyle: "triangle", pointRadius: 4 },
          { type: "bar", pointStyle: "rectRounded", label: heads[1], data: column(1), backgroundColor: line, borderColor: ink, borderWidth: 1 },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        locale: document.documentElement.lang,
        scales: {
          x: { ticks: { color: ink }, grid: { display: false }, reverse: rtl },
          y: { ...axis, position: rtl ? "right" : "left" },
          share: { ...axis, position: rtl ? "left" : "right", max: 100, grid: { drawOnChartArea: false }, ticks: { color: ink, callback: (value) => `${value}%` } },
        },
        plugins: {
          legend: { rtl, labels: { color: ink, usePointStyle: true, font: { family: getComputedStyle(table).fontFamily } } },
          tooltip: { rtl },
        },
      },
    });
  }

  function load() {
    const script = document.createElement("script");
    script.src = box.dataset.library;
    script.addEventListener("load", () => { box.hidden = false; draw(); });
    document.head.append(script);
  }

  if (box && table) {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      load();
    }, { rootMargin: "300px" });
    seen.observe(box.parentElement);
    document.getElementById("board-live").addEventListener("shown", () => chart && draw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart && draw());
  }
}
