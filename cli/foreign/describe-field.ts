import { type Field, type FieldClass, type FieldKind, NULL } from '../../model/core/index.ts';

/** `bool, racy, set once, false at first`. */
export function describeField({ kind, cls, init, isSetOnce }: Field<unknown>): string {
  const shown = kind.is === 'ref' && init === NULL ? 'NULL' : JSON.stringify(init);
  const first = init === undefined ? [] : [`${shown} at first`];
  return [kindOf(kind), classOf(cls), ...(isSetOnce ? ['set once'] : []), ...first].join(', ');
}

function kindOf(kind: FieldKind): string {
  switch (kind.is) {
    case 'int':
      return `${kind.min} to ${kind.max}`;
    case 'bool':
      return 'bool';
    case 'enum':
      return kind.names.join(' or ');
    case 'ref':
      return `struct ${kind.to} *`;
    case 'value':
      return kind.domain;
    case 'lock':
      return 'spinlock_t';
    case 'list':
      return `list of ${kindOf(kind.of)}`;
  }
}

function classOf(cls: FieldClass): string {
  if (cls.is !== 'guarded') return cls.is;
  const lock = cls.via === null ? cls.lock : `${cls.via}.${cls.lock}`;
  return cls.reads ? `guarded by ${lock}` : `written under ${lock}`;
}
