using System.Text;

namespace Azukari.Places;

/// <summary>Many short texts in one run of UTF-8: a hundred thousand strings of their own would take five times the room.</summary>
internal sealed class TextPool
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;

    private TextPool(byte[] bytes, int[] ends) => (_bytes, _ends) = (bytes, ends);

    public string this[int at]
    {
        get
        {
            var start = at == 0 ? 0 : _ends[at - 1];
            return Encoding.UTF8.GetString(_bytes.AsSpan(start, _ends[at] - start));
        }
    }

    internal sealed class Builder
    {
        private readonly List<int> _ends = [];
        private byte[] _bytes = new byte[1 << 16];
        private int _length;

        public void Add(ReadOnlySpan<char> text)
        {
            var most = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (_length + most > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + most));
            _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
            _ends.Add(_length);
        }

        public TextPool Build() => new(_bytes[.._length], [.. _ends]);
    }
}
