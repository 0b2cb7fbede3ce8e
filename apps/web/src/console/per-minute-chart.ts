import uPlot from 'uplot';

export interface Series {
  name: string;
  /** The name of a colour among the design tokens. */
  color: string;
  /** Null: not known. */
  values: readonly (number | null)[];
}

const heightPx = 170;

/** Bars for each minute, drawn by uPlot. Several series stand on each other, the last one at the bottom. */
class PerMinuteChart extends HTMLElement {
  private plot: uPlot | null = null;
  private shown: Series[] = [];
  private times: string[] = [];
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');
  private readonly sizes = new ResizeObserver(() => {
    this.plot?.setSize({ width: this.clientWidth, height: heightPx });
  });
  private readonly redraw = () => this.plot?.redraw();

  set minutes(times: string[]) {
    this.times = times;
    this.draw();
  }

  set series(series: Series[]) {
    this.shown = series;
    this.draw();
  }

  connectedCallback(): void {
    this.setAttribute('role', 'img');
    this.draw();
    this.sizes.observe(this);
    this.scheme.addEventListener('change', this.redraw);
  }

  disconnectedCallback(): void {
    this.sizes.disconnect();
    this.scheme.removeEventListener('change', this.redraw);
    this.plot?.destroy();
    this.plot = null;
  }

  private draw(): void {
    const { times, shown } = this;
    const areComplete = shown.length > 0 && shown.every(({ values }) => values.length === times.length);
    if (!this.isConnected || !areComplete) return;
    this.ariaLabel = shown.map(said).join(', ');
    this.plot ??= new uPlot(this.options(), [[]], this);
    this.plot.setData([times.map((time) => Date.parse(time) / 1_000), ...stacked(shown)]);
  }

  /** A canvas doesn't know `light-dark(…)`, so an element is asked: a new one, whose colour changes without a transition. */
  private colorOf(token: string): string {
    const probe = this.appendChild(document.createElement('i'));
    probe.style.color = `var(--color-${token})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }

  private options(): uPlot.Options {
    const color = (name: string) => () => this.colorOf(name);
    const bars = uPlot.paths.bars?.({ size: [0.7, 12], align: 1 });
    const axis = {
      stroke: color('muted'),
      grid: { stroke: color('line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    };
    return {
      width: this.clientWidth,
      height: heightPx,
      // Times are UTC throughout the console.
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
      cursor: { show: false },
      legend: { show: false },
      scales: { y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.1)] } },
      axes: [
        { ...axis, size: 26, grid: { show: false }, values: (_plot, ticks) => ticks.map(hourAndMinute) },
        {
          ...axis,
          size: 40,
          values: (_plot, ticks) =>
            ticks.map((tick) => (Number.isInteger(tick) ? tick.toLocaleString('en') : '')),
        },
      ],
      series: [
        {},
        ...this.shown.map((series): uPlot.Series => ({
          label: series.name,
          fill: color(series.color),
          stroke: color(series.color),
          width: 0,
          points: { show: false },
          ...(bars ? { paths: bars } : {}),
        })),
      ],
    };
  }
}

customElements.define('per-minute-chart', PerMinuteChart);

/** Drawn one after the other, each with the height of all that stand below it too. */
function stacked(shown: readonly Series[]): (number | null)[][] {
  return shown.map(({ values }, index) =>
    values.map((value, minute) => {
      if (value === null) return null;
      const below = shown.slice(index + 1).map((series) => series.values[minute] ?? 0);
      return below.reduce((sum, one) => sum + one, value);
    }),
  );
}

const hourAndMinute = (seconds: number) => new Date(seconds * 1_000).toISOString().slice(11, 16);

function said({ name, values }: Series): string {
  const known = values.filter((value) => value !== null);
  const total = known.reduce((sum, value) => sum + value, 0);
  return `${name}: ${total} in an hour, ${Math.max(0, ...known)} in its busiest minute`;
}
