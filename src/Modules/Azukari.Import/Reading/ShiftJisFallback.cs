using System.Text;

namespace Azukari.Import.Reading;

/// <summary>
/// For bytes code page 932 does not map both ways: kanji that have two codes (髙 and 﨑 as NEC wrote them, 0xEEE0) are decoded as what they are; anything else becomes
/// U+FFFD, by which its row is rejected. A line end, comma or quote after half a character stays one, so that one damaged byte cannot join two rows.
/// </summary>
internal sealed class ShiftJisFallback(Encoding lenient) : DecoderFallback
{
    public override int MaxCharCount => 2;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(lenient);

    private sealed class Buffer(Encoding lenient) : DecoderFallbackBuffer
    {
        private const char Unknown = '・'; // what the lenient decoder writes for a code nobody has
        private string _text = "";
        private int _at;

        public override int Remaining => _text.Length - _at;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            var read = lenient.GetString(bytesUnknown);
            _text = read is [not Unknown and not '?' and not '\uFFFD'] ? read
                : bytesUnknown is [_, < 0x40 and var second] ? $"\uFFFD{(char)second}"
                : "\uFFFD";
            _at = 0;
            return true;
        }

        public override char GetNextChar() => _at < _text.Length ? _text[_at++] : '\0';

        public override bool MovePrevious()
        {
            if (_at == 0) return false;
            _at--;
            return true;
        }

        public override void Reset() => (_text, _at) = ("", 0);
    }
}
