/** Imports point one way: http -> planning -> domain <- storage; planning -> solver, roads. */
const forbid = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { path: to } });
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    forbid('solver-is-pure', '^solver/', '^(src|fixtures)/'),
    forbid('domain-is-bottom', '^src/domain/', '^(solver|src/(?!domain/)|fixtures)'),
    forbid(
      'storage-knows-domain-only',
      '^src/storage/',
      '^(solver|src/(http|planning|roads|reports|gains|web|jobs))',
    ),
    forbid(
      'roads-stand-alone',
      '^src/roads/',
      '^(solver|src/(http|planning|storage|reports|gains|web|jobs|intake))',
    ),
    forbid('planning-below-http', '^src/planning/', '^src/(http|storage|web|jobs)'),
    forbid('gains-below-http', '^src/gains/', '^src/(http|storage|web|jobs)'),
    forbid('intake-knows-domain', '^src/intake/', '^src/(http|storage|planning|web|jobs|reports|gains)'),
    forbid('only-the-door-of-solver', '^src/', '^solver/(?!index\\.ts$)'),
    forbid('knex-in-storage', '^src/(?!storage/)', 'node_modules/(knex|sqlite3)/'),
    forbid('express-in-http', '^src/(?!http/)', 'node_modules/express/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: 'src/web',
  },
};
