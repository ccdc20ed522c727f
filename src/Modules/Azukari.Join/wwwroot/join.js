// Offers the reading of a name as it is typed: what the input method had as kana before it became kanji. Every field works without it.
(function () {
  'use strict';
  const kana = text => text.normalize('NFKC').replace(/[\u3041-\u3096]/g, c => String.fromCharCode(c.charCodeAt(0) + 0x60));
  const isKana = text => /^[\u3041-\u3096\u30A1-\u30FA\u30FC\uFF66-\uFF9F]+$/.test(text);
  for (const input of document.querySelectorAll('input[data-kana]')) {
    const target = document.getElementById(input.dataset.kana);
    if (!target) continue;
    let reading = '';
    let offered = '';
    const offer = more => {
      // What the person wrote into the reading stays as it is.
      if (target.value !== offered) return;
      offered += kana(more);
      target.value = offered;
    };
    input.addEventListener('compositionstart', () => { reading = ''; });
    input.addEventListener('compositionupdate', event => { if (isKana(event.data)) reading = event.data; });
    input.addEventListener('compositionend', event => {
      if (event.data && reading) offer(reading);
      reading = '';
    });
    input.addEventListener('input', () => {
      if (input.value === '' && target.value === offered) { offered = ''; target.value = ''; }
    });
  }
})();
