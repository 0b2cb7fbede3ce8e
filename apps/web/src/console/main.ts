import 'uplot/dist/uPlot.min.css';
import '../look/look.css';
import './console.css';
import './app.ts';
