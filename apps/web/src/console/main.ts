import 'uplot/dist/uPlot.min.css';
import './console.css';
import './app.ts';
