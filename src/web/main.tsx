import { render } from 'preact';
import { App } from './app.js';
// In the order of the cascade.
import './styles/base.css';
import './styles/controls.css';
import './styles/frame.css';
import './styles/tables.css';
import './styles/notices.css';
import './styles/plan.css';
import './styles/tabs.css';
import './styles/charts.css';
import './styles/narrow.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
