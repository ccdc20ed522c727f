using System.Buffers.Binary;
using System.Buffers.Text;
using Azukari.Company;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Join.Addresses;

/// <summary>Whether an address is confirmed, and whether a link still confirms it.</summary>
internal enum AddressState
{
    /// <summary>The link confirms it.</summary>
    Open,

    /// <summary>It is confirmed.</summary>
    Confirmed,

    /// <summary>The link is too old, the address was changed since, or there is none any more.</summary>
    Over,
}

/// <summary>
/// Asks whoever reads an address that staff typed to confirm it, by the one letter that goes there before. The link says, sealed, whom it is about and
/// which version of the address: nothing is stored for it, an address changed since is not confirmed by it, and it says nothing to who has it.
/// </summary>
internal sealed class AddressConfirmations(CompanyCore company, Outbox outbox, TimeProvider clock)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Life = ConfirmedAddress.LinkLife;

    private const string Path = "/join/address/", Label = "address confirmation 1";

    private const int Size = SubjectId.Size + (2 * sizeof(long));

    private TrustVault Vault => company.Trust.Vault;

    /// <summary>Whether a person has an address that nobody confirmed.</summary>
    public async Task<bool> IsOpenAsync(SubjectId subject, CancellationToken cancel) => await Vault.DescribeAsync(subject, cancel) is { } person && ConfirmedAddress.Unconfirmed(person) is not null;

    /// <summary>Sends the link; false where no unconfirmed address is held. Asked again within the hour, the first letter stands.</summary>
    public async Task<bool> AskAsync(SubjectId subject, string language, Accessor by, string @case, CancellationToken cancel)
    {
        if (await Vault.DescribeAsync(subject, cancel) is not { } person || ConfirmedAddress.Unconfirmed(person) is not { } address) return false;
        var now = clock.GetUtcNow();
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        await outbox.EnqueueAsync(
            new MessageOrder
            {
                Template = JoinMessages.ConfirmAddress.Id, Subject = subject, Case = @case, Language = language, By = by, DedupeKey = $"address {address.Version} {hour.ToUnixTimeSeconds()}",
                Fields = new MessageFields().Link("link", Path + Token(subject, address.Version, hour + Life)).Moment("until", hour + Life),
            }, cancel);
        await Vault.NoteAsync(subject, "address-link-sent", by, @case, cancel);
        return true;
    }

    /// <summary>How the address of a link stands; null for a link that is none of ours.</summary>
    public async Task<AddressState?> FindAsync(string token, CancellationToken cancel)
    {
        if (Read(token) is not var (subject, version, until)) return null;
        if (await Vault.DescribeAsync(subject, cancel) is not { } person || person.Items.FirstOrDefault(item => item.Item == MessageTemplate.Address) is not { } held) return AddressState.Over;
        return ConfirmedAddress.Is(held) && held.Version == version + 1 ? AddressState.Confirmed : held.Version == version && !ConfirmedAddress.Is(held) && clock.GetUtcNow() < until ? AddressState.Open : AddressState.Over;
    }

    /// <summary>Confirms the address of a link. Doing it again gives the same answer.</summary>
    public async Task<AddressState?> ConfirmAsync(string token, CancellationToken cancel)
    {
        if (await FindAsync(token, cancel) is not AddressState.Open || Read(token) is not var (subject, version, _)) return await FindAsync(token, cancel);
        await Vault.ConfirmAsync(subject, MessageTemplate.Address, version, company.Trust.Policies.InForce.Version, ConfirmedAddress.ByLink, Channel.Web, "address-link", cancel);
        return await FindAsync(token, cancel);
    }

    internal string Token(SubjectId subject, long version, DateTimeOffset until)
    {
        var plain = new byte[Size];
        subject.ToBytes().CopyTo(plain, 0);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(SubjectId.Size), version);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(SubjectId.Size + sizeof(long)), until.ToUnixTimeMilliseconds());
        return Base64Url.EncodeToString(company.Seal.Seal(plain, Label));
    }

    private (SubjectId Subject, long Version, DateTimeOffset Until)? Read(string token)
    {
        if (token.Length is 0 or > 400 || !Base64Url.IsValid(token) || company.Seal.Open(Base64Url.DecodeFromChars(token), Label) is not { Length: Size } plain) return null;
        return (SubjectId.FromBytes(plain.AsSpan(0, SubjectId.Size)), BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(SubjectId.Size)),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(SubjectId.Size + sizeof(long)))));
    }
}
