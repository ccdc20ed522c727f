using System.Buffers.Text;
using System.Text;
using Azukari.Messages.Sending;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Vault;

namespace Azukari.Messages.OptOut;

/// <summary>
/// Links that stop advertising. A link says, sealed, whom and which purpose it is about; it needs no sign-in, works as long as the key store
/// lives, and tells who has it nothing.
/// </summary>
internal sealed class OptOutLinks(StoragePlace place, SiteAddress site)
{
    public const string Path = "/stop/";

    private const string Label = "message-opt-out";

    public Uri To(SubjectId subject, ClauseId purpose, string language) =>
        new(site.Current, (language == "en" ? "/en" : "") + Path + Token(subject, purpose));

    public string Token(SubjectId subject, ClauseId purpose) =>
        Base64Url.EncodeToString(place.Seal.Close([.. subject.ToBytes(), .. Encoding.ASCII.GetBytes(purpose.Value)], Label));

    /// <summary>Whom and what a link is about; null when it is none of ours.</summary>
    public (SubjectId Subject, ClauseId Purpose)? Read(string token)
    {
        if (token.Length > 400 || !Base64Url.IsValid(token)) return null;
        if (place.Seal.Open(Base64Url.DecodeFromChars(token), Label) is not { Length: > SubjectId.Size } plain) return null;
        return ClauseId.TryParse(Encoding.ASCII.GetString(plain.AsSpan(SubjectId.Size)), out var purpose) ? (SubjectId.FromBytes(plain.AsSpan(0, SubjectId.Size)), purpose) : null;
    }
}
