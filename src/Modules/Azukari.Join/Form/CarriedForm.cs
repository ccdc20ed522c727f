using System.Buffers.Text;
using System.Text.Json;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Join.Form;

/// <summary>
/// What was typed, on its way from the form over the check page to its sending: sealed in the page itself, so that nothing is stored before the
/// person sends it, nothing is lost by going back or reloading, and nobody can alter it in between. It also carries the id the person will have:
/// sending twice registers once.
/// </summary>
/// <param name="Attempt">The id of the person to be.</param>
/// <param name="Kind">As what.</param>
/// <param name="Version">The version of the policy that was shown.</param>
/// <param name="Begun">When the form was first sent.</param>
/// <param name="Typed">What was typed.</param>
internal sealed record CarriedForm(SubjectId Attempt, SubjectKind Kind, PolicyVersion Version, DateTimeOffset Begun, TypedForm Typed)
{
    private const string Label = "join form 1";

    public string Seal(ApplicationSeal seal)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Stored(Attempt.ToString(), Kind.Value, Version.Value, Begun.ToUnixTimeMilliseconds(), Typed.Values.ToDictionary()));
        try
        {
            return Base64Url.EncodeToString(seal.Seal(plain, Label));
        }
        finally
        {
            Array.Clear(plain);
        }
    }

    /// <summary>What a page carried; null when it was not sealed here or is older than it may be.</summary>
    public static CarriedForm? Open(string? carried, ApplicationSeal seal, DateTimeOffset notBefore)
    {
        if (string.IsNullOrEmpty(carried) || carried.Length > 64 * 1024 || !Base64Url.IsValid(carried)) return null;
        if (seal.Open(Base64Url.DecodeFromChars(carried), Label) is not { } plain) return null;
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(plain)!;
            var begun = DateTimeOffset.FromUnixTimeMilliseconds(stored.Begun);
            return begun < notBefore ? null : new CarriedForm(SubjectId.Parse(stored.Attempt), SubjectKind.Parse(stored.Kind), PolicyVersion.Parse(stored.Version), begun, new TypedForm(stored.Typed));
        }
        finally
        {
            Array.Clear(plain);
        }
    }

    /// <summary>The attempt only.</summary>
    public override string ToString() => $"CarriedForm[{Attempt}]";

    private sealed record Stored(string Attempt, string Kind, string Version, long Begun, Dictionary<string, string> Typed);
}
