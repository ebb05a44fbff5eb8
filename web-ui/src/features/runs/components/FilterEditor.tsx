import {
  autocompletion,
  closeCompletion,
  completionKeymap,
  selectedCompletion,
  startCompletion,
  type CompletionContext,
} from '@codemirror/autocomplete';
import { EditorState, Prec, type Transaction } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import classes from '@/features/runs/components/FilterBox.module.css';

export interface EditorCompletion {
  from: number;
  options: { label: string; detail?: string; apply?: string }[];
}

/** What is marked of the text, or between which letters the cursor stands. */
export interface Marked {
  from: number;
  to: number;
}

export interface FilterEditorProps {
  value: string;
  label: string;
  hint: string;
  invalid: boolean;
  /** Whether it begins with the cursor in it, and where. */
  marked: Marked | undefined;
  describedBy: string | undefined;
  complete: (before: string) => Promise<EditorCompletion>;
  /** Whether there will be more to complete soon. */
  completing: boolean;
  onChange: (value: string) => void;
  onApply: (value: string) => void;
}

/** One line of text with completions. */
export default function FilterEditor(props: FilterEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (host.current === null) return;
    const { value, label, hint, marked } = latest.current;
    const source = async (context: CompletionContext) => {
      const before = context.state.sliceDoc(0, context.pos);
      const { from, options } = await latest.current.complete(before);
      return options.length === 0 ? null : { from, options };
    };
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: value,
        selection: { anchor: marked?.from ?? value.length, head: marked?.to ?? value.length },
        extensions: [
          EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? oneLine(change) : change)),
          placeholder(hint),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          Prec.high(
            keymap.of([
              {
                key: 'Enter',
                run: (target) => {
                  // A completion that was chosen with the arrows is taken; one that is only offered is not.
                  if (selectedCompletion(target.state) !== null) return false;
                  closeCompletion(target);
                  latest.current.onApply(target.state.doc.toString());
                  return true;
                },
              },
            ]),
          ),
          autocompletion({ override: [source], icons: false, activateOnTyping: true, selectOnOpen: false }),
          keymap.of(completionKeymap),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    if (marked !== undefined) editor.focus();
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === props.value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.value } });
  }, [props.value]);

  // Who typed before there was anything to complete is offered it now.
  const awaited = useRef(props.completing);
  useEffect(() => {
    const editor = view.current;
    if (awaited.current && !props.completing && editor?.hasFocus === true && editor.state.doc.length > 0)
      startCompletion(editor);
    awaited.current = props.completing;
  }, [props.completing]);

  useEffect(() => {
    const content = view.current?.contentDOM;
    content?.setAttribute('aria-invalid', String(props.invalid));
    if (props.describedBy === undefined) content?.removeAttribute('aria-describedby');
    else content?.setAttribute('aria-describedby', props.describedBy);
  }, [props.invalid, props.describedBy]);

  return <div ref={host} className={classes.editor} />;
}

/** What is pasted over several lines is put into one. */
function oneLine(change: Transaction) {
  const text = change.newDoc.toString().replaceAll(/\s*\n\s*/g, ' ');
  return [
    {
      changes: { from: 0, to: change.startState.doc.length, insert: text },
      selection: { anchor: text.length },
    },
  ];
}
