import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const restrict = (patterns) => ['error', { patterns }];

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', 'node_modules/**', 'var/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'fixtures/**/*.ts'],
    ignores: ['src/web/**'],
    languageOptions: { parserOptions: { project: ['./src/tsconfig.json', './test/tsconfig.json'] } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'off',
    },
  },
  {
    files: ['solver/**/*.ts'],
    ignores: ['solver/lp/engine/**'],
    rules: {
      'no-restricted-imports': restrict([
        {
          regex: '^(?!\\.)',
          message: 'solver/ imports npm packages only in lp/engine/, and nothing from node:.',
        },
        { regex: '/src/', message: 'solver/ knows nothing of src/.' },
      ]),
      'no-restricted-globals': ['error', 'process', 'console', 'performance', 'setTimeout', 'fetch'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take a seeded generator.' },
        { object: 'Date', property: 'now', message: 'The caller owns the clock.' },
      ],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': restrict([
        { regex: '^node:', message: 'domain/ does no I/O.' },
        {
          regex: '(^|/)(solver|http|storage|jobs|planning|roads|reports)/',
          message: 'domain/ depends on nothing above it.',
        },
        { regex: '^(express|knex|sqlite3)', message: 'domain/ knows no HTTP or SQL.' },
      ]),
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/storage/**', 'src/domain/**', 'src/http/**'],
    rules: {
      'no-restricted-imports': restrict([
        { regex: '^(knex|sqlite3|express)$', message: 'knex lives in storage/, express in http/.' },
      ]),
    },
  },
  {
    files: ['src/cli.ts', 'src/cli/**', 'scripts/**'],
    rules: { 'no-console': 'off' },
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
  { files: ['**/*.cjs'], languageOptions: { globals: { module: 'writable' } } },
  prettier,
);
