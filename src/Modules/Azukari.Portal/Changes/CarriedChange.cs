using System.Buffers.Text;
using System.Text.Json;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Portal.Changes;

/// <summary>
/// A change between its form and its confirmation: sealed in the page itself, for this member only, so that nothing is stored before it is
/// confirmed and nobody alters it in between.
/// </summary>
/// <param name="Item">Which item.</param>
/// <param name="Version">The version of the policy that was shown.</param>
/// <param name="At">When it was typed.</param>
/// <param name="Value">What was typed, normalised.</param>
/// <param name="Code">The code that was sent to a new address; null where none was.</param>
internal sealed record CarriedChange(ItemId Item, PolicyVersion Version, DateTimeOffset At, StoredValue Value, string? Code)
{
    /// <summary>How long a change waits for its confirmation.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    public string Seal(ApplicationSeal seal, SubjectId member)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Stored(Item.Value, Version.Value, At.ToUnixTimeMilliseconds(), Value.Reveal(), Code));
        try
        {
            return Base64Url.EncodeToString(seal.Seal(plain, Label(member)));
        }
        finally
        {
            Array.Clear(plain);
        }
    }

    /// <summary>What a page carried; null when it was not sealed here for this member, or has waited too long.</summary>
    public static CarriedChange? Open(string? carried, ApplicationSeal seal, SubjectId member, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(carried) || carried.Length > 16 * 1024 || !Base64Url.IsValid(carried)) return null;
        if (seal.Open(Base64Url.DecodeFromChars(carried), Label(member)) is not { } plain) return null;
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(plain)!;
            var at = DateTimeOffset.FromUnixTimeMilliseconds(stored.At);
            return now - at > Life ? null : new CarriedChange(ItemId.Parse(stored.Item), PolicyVersion.Parse(stored.Version), at, StoredValue.FromText(stored.Value), stored.Code);
        }
        finally
        {
            Array.Clear(plain);
        }
    }

    /// <summary>The item only.</summary>
    public override string ToString() => $"CarriedChange[{Item}]";

    private static string Label(SubjectId member) => $"portal change 1 {member}";

    private sealed record Stored(string Item, string Version, long At, string Value, string? Code);
}
