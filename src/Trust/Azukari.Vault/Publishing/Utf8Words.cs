using System.Runtime.InteropServices;
using System.Text;

namespace Azukari.Vault.Publishing;

/// <summary>What stands behind a word, found by the word's bytes as a row has them: no string is made to look it up.</summary>
internal sealed class Utf8Words<T>
{
    private readonly (byte[]? Word, T Meaning)[] _places;

    public Utf8Words(IReadOnlyCollection<(string Word, T Meaning)> words)
    {
        _places = new (byte[]?, T)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 4 * words.Count))];
        foreach (var (word, meaning) in words)
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            var place = PlaceOf(bytes);
            while (_places[place].Word is not null) place = (place + 1) & (_places.Length - 1);
            _places[place] = (bytes, meaning);
        }
    }

    /// <summary>The meaning; the default value for a word nobody knows.</summary>
    public T? Find(ReadOnlySpan<byte> word)
    {
        for (var place = PlaceOf(word); _places[place].Word is { } known; place = (place + 1) & (_places.Length - 1))
            if (word.SequenceEqual(known)) return _places[place].Meaning;
        return default;
    }

    private int PlaceOf(ReadOnlySpan<byte> word)
    {
        var hash = (uint)word.Length * 0x9E3779B1;
        foreach (var four in MemoryMarshal.Cast<byte, uint>(word)) hash = (hash ^ four) * 0x85EBCA6B;
        for (var i = word.Length & ~3; i < word.Length; i++) hash = (hash ^ word[i]) * 0x85EBCA6B;
        return (int)((hash ^ (hash >> 15)) & (uint)(_places.Length - 1));
    }
}
