using Azukari.Policy.Document;

namespace Azukari.Policy.Deciding;

/// <summary>Nothing is collected from such people.</summary>
public sealed record KindNotCollected : Refusal
{
    internal KindNotCollected(SubjectKind kind, Clause clause, PolicyDocument policy) : base(RefusalCodes.KindNotCollected, clause, policy) => Kind = kind;

    /// <summary>The kind.</summary>
    public SubjectKind Kind { get; }

    internal override Particulars Particulars => new(Name: Kind.Value);
}

/// <summary>Items no clause collects from such people.</summary>
public sealed record ItemNotCollected : Refusal
{
    internal ItemNotCollected(IReadOnlyList<ItemId> items, Clause clause, PolicyDocument policy) : base(RefusalCodes.ItemNotCollected, clause, policy) => Items = items;

    /// <summary>The items.</summary>
    public IReadOnlyList<ItemId> Items { get; }

    internal override Particulars Particulars => new(Items);
}

/// <summary>The items are collected, but not by this way.</summary>
public sealed record ChannelNotDeclared : Refusal
{
    internal ChannelNotDeclared(Channel channel, IReadOnlyList<ItemId> items, Clause clause, PolicyDocument policy) : base(RefusalCodes.ChannelNotDeclared, clause, policy)
    {
        Channel = channel;
        Items = items;
    }

    /// <summary>The way.</summary>
    public Channel Channel { get; }

    /// <summary>The items.</summary>
    public IReadOnlyList<ItemId> Items { get; }

    internal override Particulars Particulars => new(Items, PolicyWords.Of(Channel));
}

/// <summary>Items that need the person's consent in the same act came without (APPI 20(2)).</summary>
public sealed record SpecialCareWithoutConsent : Refusal
{
    internal SpecialCareWithoutConsent(IReadOnlyList<ItemId> items, Clause clause, PolicyDocument policy) : base(RefusalCodes.SpecialCareWithoutConsent, clause, policy) =>
        Items = items;

    /// <summary>The items.</summary>
    public IReadOnlyList<ItemId> Items { get; }

    internal override Particulars Particulars => new(Items);
}

/// <summary>Items which must be given are missing, or would be if they were deleted.</summary>
public sealed record RequiredItemMissing : Refusal
{
    private readonly bool _kept;

    internal RequiredItemMissing(IReadOnlyList<ItemId> items, Clause clause, PolicyDocument policy, bool kept = false) : base(RefusalCodes.RequiredItemMissing, clause, policy) => (Items, _kept) = (items, kept);

    /// <summary>The items.</summary>
    public IReadOnlyList<ItemId> Items { get; }

    internal override Particulars Particulars => new(Items, Kept: _kept);
}

/// <summary>The version said to have been shown does not exist, or has not come into force.</summary>
public sealed record UnknownVersion : Refusal
{
    internal UnknownVersion(PolicyVersion version, Clause clause, PolicyDocument policy) : base(RefusalCodes.UnknownVersion, clause, policy) => Version = version;

    /// <summary>The version.</summary>
    public PolicyVersion Version { get; }

    internal override Particulars Particulars => new(Version: Version);
}
