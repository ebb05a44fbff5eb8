import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const relativeParents = {
  regex: '^\\.\\./',
  message: 'Import through "@/…": the path then says which layer it comes from.',
};
const noApp = { regex: '^@/app(/|$)', message: 'The flow is shared → features → app; nothing imports app.' };
const noFeatures = { regex: '^@/features(/|$)', message: 'Shared code does not know features.' };
const iconIndex = {
  regex: '^@tabler/icons-react$',
  message:
    'Import the one icon from @tabler/icons-react/dist/esm/icons/….mjs: the index is six thousand files.',
};
const restrict = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: [iconIndex, ...patterns] }],
});

const features = readdirSync(new URL('./src/features', import.meta.url));

/** A feature may use shared code and itself; what joins two features belongs in app. */
const featureZones = features.map((feature) => ({
  files: [`src/features/${feature}/**/*.{ts,tsx}`],
  rules: restrict(relativeParents, noApp, {
    regex: `^@/features/(?!${feature}/)`,
    message: 'A feature does not import another feature: join them in app/routes.',
  }),
}));

export default tseslint.config(
  { ignores: ['target/', 'node_modules/', 'src/lib/api-schema.ts'] },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  jsxA11y.flatConfigs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // TanStack Router throws redirects.
      '@typescript-eslint/only-throw-error': 'off',
      // A link or a submit handler may start a promise whose failure a query or mutation shows.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.name=/^(mlflow|millrace|requestJson)$/] > TSTypeParameterInstantiation > TSTypeLiteral',
          message: 'What the server answers is typed by our OpenAPI: AnswerTo<…> of lib/api.ts.',
        },
      ],
      ...restrict(relativeParents),
    },
  },
  { files: ['src/{components,lib}/**/*.{ts,tsx}'], rules: restrict(relativeParents, noApp, noFeatures) },
  ...featureZones,

  {
    files: ['eslint.config.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['{e2e,bench}/**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-console': 'off', 'no-undef': 'off', 'no-restricted-imports': 'off' },
  },
);
