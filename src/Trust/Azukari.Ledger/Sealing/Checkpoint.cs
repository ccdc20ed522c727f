using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Azukari.Ledger;

/// <summary>
/// What the ledger signs: its origin, its number of sealed entries and their Merkle root, as a C2SP tlog-checkpoint in a signed note.
/// Whoever keeps one can later show that nothing before it was changed.
/// </summary>
public sealed record Checkpoint
{
    private const char Dash = '\u2014';
    private readonly string _body;
    private readonly IReadOnlyList<NoteSignature> _signatures;

    private Checkpoint(string origin, long size, byte[] root, string body, string note, IReadOnlyList<NoteSignature> signatures)
    {
        Origin = origin;
        Size = size;
        Root = root;
        Note = note;
        _body = body;
        _signatures = signatures;
    }

    /// <summary>Which ledger it is.</summary>
    public string Origin { get; }

    /// <summary>How many entries the tree holds.</summary>
    public long Size { get; }

    /// <summary>The Merkle root, 32 bytes.</summary>
    public IReadOnlyList<byte> Root { get; }

    /// <summary>The signed note, as it is stored and published; ends with a newline.</summary>
    public string Note { get; }

    internal ReadOnlySpan<byte> RootBytes => (byte[])Root;

    /// <summary>Signs a tree.</summary>
    public static Checkpoint Sign(LedgerSigningKey key, string origin, long size, byte[] root)
    {
        NoteName.Check(origin);
        var body = string.Create(CultureInfo.InvariantCulture, $"{origin}\n{size}\n{Convert.ToBase64String(root)}\n");
        var signed = new byte[4 + 64];
        BinaryPrimitives.WriteUInt32BigEndian(signed, key.Verifier.KeyId);
        key.Sign(Encoding.UTF8.GetBytes(body)).CopyTo(signed, 4);
        var note = $"{body}\n{Dash} {key.Verifier.Name} {Convert.ToBase64String(signed)}\n";
        return new Checkpoint(origin, size, root, body, note, [new NoteSignature(key.Verifier.Name, key.Verifier.KeyId, signed[4..])]);
    }

    /// <summary>Reads a signed note; says nothing yet of whether a signature is right.</summary>
    public static bool TryParse(string note, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !note.EndsWith('\n'))
            return false;
        var body = note[..(split + 1)];
        var lines = body.Split('\n');
        if (lines.Length < 4 || !NoteName.IsName(lines[0]))
            return false;
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size.ToString(CultureInfo.InvariantCulture) != lines[1])
            return false;
        var root = new byte[LedgerHash.Size + 1];
        if (!Convert.TryFromBase64String(lines[2], root, out var length) || length != LedgerHash.Size)
            return false;
        var signatures = new List<NoteSignature>();
        foreach (var line in note[(split + 2)..^1].Split('\n'))
        {
            var parts = line.Split(' ');
            var bytes = new byte[1024];
            if (parts.Length != 3 || parts[0] != Dash.ToString() || !Convert.TryFromBase64String(parts[2], bytes, out var signed) || signed <= 4)
                return false;
            signatures.Add(new NoteSignature(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..signed]));
        }
        checkpoint = new Checkpoint(lines[0], size, root[..LedgerHash.Size], body, note, signatures);
        return true;
    }

    /// <summary>Whether the note carries a right signature by this key, and is of the ledger the key is named after.</summary>
    public bool IsSignedBy(LedgerVerifierKey key)
    {
        foreach (var signature in _signatures)
            if (signature.Name == key.Name && signature.KeyId == key.KeyId)
                return Origin == key.Name && key.Verify(Encoding.UTF8.GetBytes(_body), signature.Bytes);
        return false;
    }

    /// <summary>Equal when the notes are.</summary>
    public bool Equals(Checkpoint? other) => other is not null && Note == other.Note;

    /// <inheritdoc />
    public override int GetHashCode() => Note.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Note;

    private sealed record NoteSignature(string Name, uint KeyId, byte[] Bytes);
}
