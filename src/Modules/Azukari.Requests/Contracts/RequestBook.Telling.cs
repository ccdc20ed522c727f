using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Requests.Contracts;

// Who received the old value is told of the correction (rights.correction, rights.deletion): joint users and entrustees, and everybody else outside.
public sealed partial class RequestBook
{
    private const int Newest = 1_000;

    /// <summary>
    /// Who received what was corrected or deleted for a request before it was, from the person's history; those not told yet first. Showing it is an inspection, to be recorded before.
    /// </summary>
    public async Task<IReadOnlyList<OldRecipient>> RecipientsAsync(RightsRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (await DeedsAsync(request, cancel)).Any(deed => deed.Kind is EntryKind.Corrected or EntryKind.Erased)
            ? await OldRecipients.OfAsync(_company.Trust.Vault.HistoryAsync(request.Subject, cancel), request.Code, cancel) : [];
    }

    /// <summary>As above, of whatever was corrected or deleted of somebody: for a request, by themselves, by staff, by a file. Showing it is an inspection, to be recorded before.</summary>
    public Task<IReadOnlyList<OldRecipient>> RecipientsAsync(SubjectId subject, CancellationToken cancel) =>
        OldRecipients.OfAsync(_company.Trust.Vault.HistoryAsync(subject, cancel), null, cancel);

    /// <summary>Whether anybody outside still holds what was before, as far as the newest entries tell: however long a history is, asking costs no more.</summary>
    public async Task<bool> HasOpenRecipientsAsync(SubjectId subject, CancellationToken cancel) =>
        (await OldRecipients.OfAsync(_company.Trust.Vault.HistoryAsync(subject, cancel).Take(Newest), null, cancel)).Any(static one => one.IsOpen);

    /// <summary>Records that a recipient was told. False where there is no such recipient, or they were told already.</summary>
    public async Task<bool> TellAsync(RightsRequest request, string key, Accessor by, CancellationToken cancel) =>
        await TellAsync(request.Subject, (await RecipientsAsync(request, cancel)).FirstOrDefault(one => one.Key == key), request.Code, by, cancel);

    /// <inheritdoc cref="TellAsync(RightsRequest, string, Accessor, CancellationToken)"/>
    public async Task<bool> TellAsync(SubjectId subject, string key, Accessor by, CancellationToken cancel) =>
        await TellAsync(subject, (await RecipientsAsync(subject, cancel)).FirstOrDefault(one => one.Key == key), null, by, cancel);

    private async Task<bool> TellAsync(SubjectId subject, OldRecipient? recipient, string? code, Accessor by, CancellationToken cancel) =>
        recipient is { ToldAt: null } && (await _company.Trust.Vault.TellAsync(subject, recipient.Key, [.. recipient.Items.Select(ItemId.Parse)], by, code, cancel)).Done;
}
