namespace Azukari.Policy;

/// <summary>The place of a subject kind in an archive's vocabulary. The default value is no kind. Stable while versions are only appended.</summary>
public readonly record struct SubjectIndex
{
    private readonly byte _ordinal;

    internal SubjectIndex(int bit) => _ordinal = checked((byte)(bit + 1));

    /// <summary>Whether this is a kind at all.</summary>
    public bool Exists => _ordinal != 0;

    internal int Bit => _ordinal - 1;

    internal ulong Mask => Exists ? 1UL << Bit : 0;
}

/// <summary>The place of a recipient kind in an archive's vocabulary. The default value is no recipient. Stable while versions are only appended.</summary>
public readonly record struct RecipientIndex
{
    private readonly byte _ordinal;

    internal RecipientIndex(int bit) => _ordinal = checked((byte)(bit + 1));

    /// <summary>Whether this is a recipient at all.</summary>
    public bool Exists => _ordinal != 0;

    internal int Bit => _ordinal - 1;

    internal ulong Mask => Exists ? 1UL << Bit : 0;
}

/// <summary>
/// The place of something a request may name as its purpose (a purpose, a registered incidental use, a right, a ground) or as its ground. The default
/// value is none. Stable while versions are only appended.
/// </summary>
public readonly record struct PurposeIndex
{
    private readonly ushort _ordinal;

    internal PurposeIndex(int place) => _ordinal = checked((ushort)(place + 1));

    /// <summary>Whether this is a purpose at all.</summary>
    public bool Exists => _ordinal != 0;

    internal int Place => _ordinal - 1;
}

/// <summary>The place of a version in an archive, oldest first. The default value is no version. Stable while versions are only appended.</summary>
public readonly record struct VersionIndex
{
    private readonly ushort _ordinal;

    internal VersionIndex(int place) => _ordinal = checked((ushort)(place + 1));

    /// <summary>Whether this is a version at all.</summary>
    public bool Exists => _ordinal != 0;

    internal int Place => _ordinal - 1;
}
