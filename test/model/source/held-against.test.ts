import { describe, expect, it } from 'vitest';
import { heldAgainst, isUnchanged } from '../../../model/source/held-against.ts';
import { madeOf } from './made-file.ts';

const SHOP = `int rooms;

int open_shop(int guests)
{
	int seats = 4;

	/* whoever comes */
	seats -= guests;
	if (seats < 0)
		return -1;
	return seats;
}
`;
const { file } = madeOf(SHOP, 8);
const lines = SHOP.split('\n').slice(0, -1);
const held = (texts: readonly string[]) => {
  const found = heldAgainst(file, texts);
  return { isSame: found.isSame, shop: found.functions[0] };
};

describe('a file of a tree, held against what is known of it', () => {
  it('is the same, whatever white space it has', () => {
    expect(held(lines.map((line) => line.replaceAll('\t', '        ')))).toEqual({
      isSame: true,
      shop: { name: 'open_shop', line: 3, moved: 0, gone: [], added: [] },
    });
  });

  it('has a function elsewhere', () => {
    const { isSame, shop } = held(['int more;', 'int still_more;', ...lines]);
    expect({ isSame, shop }).toMatchObject({ isSame: false, shop: { moved: 2, gone: [], added: [] } });
    expect(shop !== undefined && isUnchanged(shop)).toBe(true);
  });

  it('has a statement that is changed', () => {
    const { isSame, shop } = held(lines.with(7, '	seats -= 2 * guests;'));
    expect({ isSame, shop }).toMatchObject({ isSame: false, shop: { moved: 0, gone: [8], added: [8] } });
    expect(shop !== undefined && isUnchanged(shop)).toBe(false);
  });

  it('lacks a comment, which is no code that is gone', () => {
    expect(held(lines.toSpliced(6, 1)).shop).toMatchObject({ gone: [], added: [] });
  });

  it('has a statement more', () => {
    expect(held(lines.toSpliced(7, 0, '	seats++;')).shop).toMatchObject({ gone: [], added: [8] });
  });

  it('lacks a function', () => {
    expect(held(['int nothing;']).shop).toMatchObject({ moved: null });
  });

  it('says where each line is', () => {
    expect(heldAgainst(file, ['int more;', ...lines.toSpliced(7, 1)]).places).toEqual([
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      null,
      9,
      10,
      11,
      12,
    ]);
  });
});
