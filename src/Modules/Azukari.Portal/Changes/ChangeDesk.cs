using System.Security.Cryptography;
using System.Text;
using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Portal.Changes;

/// <summary>Changes a member makes to their own items, each a correction by the person: the item moves to the version that was shown.</summary>
internal sealed class ChangeDesk(CompanyCore company, AddressCheck addresses, Outbox outbox, TimeProvider clock)
{
    // No letter or digit that is taken for another; 32 of them, so that ten make 50 bits.
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Changes an item, or with a null value removes it.</summary>
    /// <param name="shown">The version that was shown; the one in force when null.</param>
    public Task<ActResult> ChangeAsync(SubjectId member, ItemId item, StoredValue? value, CancellationToken cancel, PolicyVersion? shown = null) => company.Trust.Vault.CorrectAsync(
        member, new Dictionary<ItemId, StoredValue?> { [item] = value }, new CorrectionBy.Self(shown ?? company.Trust.Policies.InForce.Version), Signed.Member, Channel.Web, Information.OwnData.Case, ct: cancel);

    /// <summary>An address that was answered from. Where it is the one held already (staff had typed it), it is confirmed as it is.</summary>
    public async Task<ActResult> AnsweredAsync(SubjectId member, CarriedChange carried, CancellationToken cancel)
    {
        var result = await ChangeAsync(member, carried.Item, carried.Value, cancel, carried.Version);
        if (result is not ActDone { Items.Length: 0 } || await company.Trust.Vault.DescribeAsync(member, cancel) is not { } person || ConfirmedAddress.Unconfirmed(person) is not { } held || held.Item != carried.Item) return result;
        return await company.Trust.Vault.ConfirmAsync(member, held.Item, held.Version, carried.Version, Signed.Member, Channel.Web, Information.OwnData.Case, cancel);
    }

    /// <summary>A change on its way to its confirmation.</summary>
    public CarriedChange Carry(ItemId item, StoredValue value) => new(item, company.Trust.Policies.InForce.Version, clock.GetUtcNow(), value, null);

    /// <summary>
    /// Sends a code to a new address, and before it a warning to the one held, which goes there though the other is held by the time it is sent. Null when
    /// the letter with the code could not be handed over: nothing has changed.
    /// </summary>
    public async Task<CarriedChange?> SendCodeAsync(SubjectId member, ItemId item, StoredValue value, CancellationToken cancel)
    {
        var code = NewCode();
        var language = PageLanguage.IsEnglish ? "en" : "ja";
        await WarnAsync(member, PortalLetters.AddressAsked, language, cancel);
        if (!await addresses.SendAsync(PortalLetters.NewAddress, EmailAddress.FromStored(value), language, new MessageFields().Code(PortalLetters.Code, code), cancel)) return null;
        await company.Trust.Vault.NoteAsync(member, "address-code-sent", Signed.Member, Information.OwnData.Case, cancel);
        return Carry(item, value) with { Code = code };
    }

    /// <summary>Removes an item; of an address, its owner is told there.</summary>
    public async Task<ActResult> RemoveAsync(SubjectId member, ItemId item, CancellationToken cancel)
    {
        if (item == MessageTemplate.Address) await WarnAsync(member, PortalLetters.AddressRemoved, PageLanguage.IsEnglish ? "en" : "ja", cancel);
        return await ChangeAsync(member, item, null, cancel);
    }

    /// <summary>Whether somebody typed the code: in small letters or large, with the hyphen or without.</summary>
    public static bool IsCode(string code, string typed)
    {
        var plain = new string([.. typed.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Where(Letters.Contains)]);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(plain), Encoding.UTF8.GetBytes(code.Replace("-", "", StringComparison.Ordinal)));
    }

    private Task<MessageQueued?> WarnAsync(SubjectId member, string template, string language, CancellationToken cancel) => outbox.WarnAsync(new MessageOrder
    {
        Template = template, Subject = member, Case = Information.OwnData.Case, Language = language, By = Signed.Member,
        Fields = new MessageFields().Moment(PortalLetters.At, clock.GetUtcNow()).Link(PortalLetters.Link, "/account"),
        DedupeKey = $"address {clock.GetUtcNow().ToUnixTimeSeconds() / 600}",
    }, cancel);

    private static string NewCode()
    {
        var letters = RandomNumberGenerator.GetString(Letters, 10);
        return $"{letters[..5]}-{letters[5..]}";
    }
}
