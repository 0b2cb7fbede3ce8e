/** The style of our own pages, inlined in each. Those of the dashboard admit it by its hash. */
export const css = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f4f6fa, #0e131b);
  --card: light-dark(#ffffff, #171e29);
  --text: light-dark(#17202e, #e6ebf3);
  --muted: light-dark(#55627a, #9aa7bd);
  --line: light-dark(#d9dfe9, #2b3546);
  --accent: light-dark(#1d4ed8, #3b6ff0);
  --link: light-dark(#1d4ed8, #8fb0ff);
  --good: light-dark(#15803d, #4ade80);
  --bad: light-dark(#b91c1c, #fca5a5);
  --bad-page: light-dark(#fef2f2, #3a1518);
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
a { color: var(--link); }
code, pre, .id { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.9em; }
.muted { color: var(--muted); }
header {
  display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; justify-content: space-between; align-items: center;
  padding: 0.75rem 1.5rem; background: var(--card); border-bottom: 1px solid var(--line);
}
header nav { display: flex; gap: 1.25rem; align-items: center; }
header p { margin: 0; }
header p a { margin-left: 0.75rem; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
h1.id { font-size: 1.2rem; }
h2 { font-size: 1.05rem; margin: 0 0 0.75rem; }
.card {
  background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem;
  margin: 0 0 1.25rem; box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 8px 24px rgb(0 0 0 / 5%); overflow-x: auto;
}
.narrow { max-width: 24rem; margin: 12vh auto 0; padding: 2rem; }
.brand { display: flex; align-items: center; gap: 0.6rem; margin: 0 0 1.25rem; color: var(--muted); font-weight: 600; }
.brand svg { width: 1.9rem; height: 1.9rem; flex: none; }
form { display: grid; gap: 1rem; margin-top: 1.25rem; }
label { display: grid; gap: 0.35rem; font-weight: 600; font-size: 0.95rem; }
input {
  font: inherit; font-weight: 400; color: inherit; background: var(--page); width: 100%;
  border: 1px solid var(--muted); border-radius: 8px; padding: 0.6rem 0.75rem;
}
button {
  font: inherit; font-weight: 600; color: #fff; background: var(--accent); cursor: pointer;
  border: 0; border-radius: 8px; padding: 0.7rem 1rem;
}
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.alert {
  margin: 1rem 0 0; padding: 0.7rem 0.9rem; border-radius: 8px; border-left: 4px solid var(--bad);
  background: var(--bad-page); color: var(--bad);
}
.badge {
  display: inline-block; padding: 0.1rem 0.7rem; border-radius: 999px; font-size: 0.85rem; font-weight: 600;
  border: 1px solid currentColor; color: var(--link);
}
.badge.paid { color: var(--good); }
.badge.cancelled { color: var(--bad); }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.5rem 1.5rem; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-top: 1px solid var(--line); }
thead th { color: var(--muted); font-weight: 500; border-top: 0; padding-top: 0; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td { overflow-wrap: anywhere; }
td pre { margin: 0; white-space: pre-wrap; }
time { font-variant-numeric: tabular-nums; }
.event, td.number { white-space: nowrap; }
.event { font-weight: 600; }
@media (min-width: 30.01rem) {
  time { white-space: nowrap; }
}
@media (max-width: 30rem) {
  main { padding: 1rem; }
  .card { padding: 1.1rem; }
  .narrow { padding: 1.5rem; }
  h1.id { font-size: 1.05rem; }
  th, td { padding-right: 0.6rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.6rem; }
  .timeline thead { display: none; }
  .timeline, .timeline tbody, .timeline tr, .timeline td { display: block; }
  .timeline tr { padding: 0.6rem 0; border-top: 1px solid var(--line); }
  .timeline tr:first-child { border-top: 0; }
  .timeline td { padding: 0; border: 0; }
  .timeline td:first-child { float: right; color: var(--muted); }
}
`;
