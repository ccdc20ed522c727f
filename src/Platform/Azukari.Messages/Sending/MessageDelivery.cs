using Azukari.Company;
using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Messages.Queue;
using Azukari.Messages.Templates;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Messages.Sending;

/// <summary>
/// One message from the queue to the server: decided, read and recorded anew each time, noted before it is handed over and after.
/// </summary>
/// <remarks>
/// A crash before the note leaves a message that waits. One between the note and the server's answer, or between the answer and its note,
/// leaves a message of which nobody knows: it is handed over once more, with the same Message-ID, date and text. That is at least once;
/// where the receiving side drops what it has by Message-ID, as mailboxes do, it is once.
/// </remarks>
internal sealed class MessageDelivery(CompanyCore company, StoragePlace place, MessageCatalog catalog, MessageQueue queue, LetterWriter writer, IEnumerable<IWrittenLetters> letters, TimeProvider clock)
{
    /// <summary>What the sender does next.</summary>
    public enum Next
    {
        /// <summary>The next message.</summary>
        GoOn,

        /// <summary>The server or a store is away: wait before trying anything.</summary>
        Pause,
    }

    /// <summary>Works on a message this process holds the lease of.</summary>
    public async Task<Next> DeliverAsync(MessageRow row, IPost post, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (row.ExpiresAt <= now) return await EndAsync(row, MessageState.Dead, "expired", cancel);
        var fields = OrderTaker.Open(place, row, out var pinned);
        if (catalog.Find(row.Template, row.TemplateVersion, fields) is not { } template) return await EndAsync(row, MessageState.Dead, "no-template", cancel);
        var subject = SubjectId.FromBytes(row.Subject);
        var context = new AccessContext { Accessor = new Accessor(row.Accessor), As = template.As, Purpose = template.Purpose, Case = row.Case, Reason = "message:" + template.Id };

        AccessResult<ItemValues> read;
        WrittenLetter? written = null;
        try
        {
            if (template.Written is { } name)
            {
                written = await WrittenAsync(template, fields.Find(name)!, subject, cancel);
                if (written is null) return await EndAsync(row, MessageState.Dead, "no-text", cancel);
                if (written.Withheld is { } why) return await EndAsync(row, MessageState.Dropped, why, cancel);
            }

            if (!template.AsksToConfirm && pinned is null && await IsUnconfirmedAsync(subject, cancel)) return await EndAsync(row, MessageState.Dead, "unconfirmed-address", cancel);
            if (template.Kind == MessageKind.Advertising && !await ConsentsAsync(subject, template, cancel)) return await WithoutConsentAsync(row, subject, context, cancel);
            read = await company.Trust.Vault.ReadAsync(subject, written is null ? template.View.Items : [.. template.View.Items.Union(written.ChosenBy)], context, cancel);
            if (template.Kind == MessageKind.Advertising && !await ConsentsAsync(subject, template, cancel)) return await WithoutConsentAsync(row, subject, context, cancel);
        }
        catch (Exception fault) when (StoreErrors.IsTransient(fault))
        {
            await queue.AgainAsync(row, "store-away", now + BackOff.WhileAway(4), attempt: false, doubt: false, cancel);
            return Next.Pause;
        }

        if (read is RefusedAccess<ItemValues> refused)
            return await EndAsync(row, MessageState.NotAllowed, refused.Refusal.Code, cancel, refused.Refusal.Clause.Value, refused.EntryId);
        var granted = (Granted<ItemValues>)read;
        // A warning goes where it was to go when it was ordered: what is held since may be another's.
        var address = pinned is null ? granted.Values.Get<EmailAddress>(MessageTemplate.Address) : pinned.Length == 0 ? null : EmailAddress.FromStored(StoredValue.FromText(pinned));
        if (address is not { } to) return await EndAsync(row, MessageState.Dead, "no-address", cancel, entry: granted.EntryId);

        using var letter = writer.Compose(row, template, fields, granted.Values, to, written);
        if (!await queue.HandAsync(row, granted.EntryId, cancel)) return Next.GoOn;
        // From here on the host's end no longer interrupts: the post has a patience of its own, and its answer is worth noting.
        var answer = await post.HandAsync(letter, CancellationToken.None);
        return await NoteAsync(row, answer);
    }

    private async Task<Next> NoteAsync(MessageRow row, PostAnswer answer)
    {
        var now = clock.GetUtcNow();
        switch (answer.Outcome)
        {
            case PostOutcome.Taken:
                return await EndAsync(row, MessageState.Sent, null, CancellationToken.None);
            case PostOutcome.Refused:
                return await EndAsync(row, MessageState.Dead, answer.Code, CancellationToken.None);
            case PostOutcome.Away:
                await queue.AgainAsync(row, answer.Code!, now + BackOff.WhileAway(1), attempt: false, doubt: false, CancellationToken.None);
                return Next.Pause;
            default:
                var unknown = answer.Outcome == PostOutcome.Unknown;
                var at = now + BackOff.After(row.Attempts + 1, row.Id);
                if (at >= row.ExpiresAt) return await EndAsync(row, MessageState.Dead, answer.Code, CancellationToken.None);
                await queue.AgainAsync(row, answer.Code!, at, attempt: true, doubt: unknown, CancellationToken.None);
                return unknown ? Next.Pause : Next.GoOn;
        }
    }

    private async Task<Next> EndAsync(MessageRow row, MessageState state, string? reason, CancellationToken cancel, string? clause = null, EntryId? entry = null)
    {
        if (state == MessageState.Dead) row.Fields = OrderTaker.WithoutAddress(place, row);
        await queue.EndAsync(row, state, reason, cancel, clause, entry);
        return Next.GoOn;
    }

    private async Task<WrittenLetter?> WrittenAsync(MessageTemplate template, string code, SubjectId to, CancellationToken cancel) =>
        letters.FirstOrDefault(one => one.KeepsFor(template.Id)) is { } keeper ? await keeper.FindAsync(code, to, cancel) : null;

    // Decided before anything is read: an address nobody confirmed is not looked at.
    private async Task<bool> IsUnconfirmedAsync(SubjectId subject, CancellationToken cancel) =>
        await company.Trust.Vault.DescribeAsync(subject, cancel) is { } person
        && person.Items.FirstOrDefault(item => item.Item == MessageTemplate.Address) is { } held && !ConfirmedAddress.Is(held);

    // Whatever the policy says: advertising by e-mail takes a consent (SCTA 36-3).
    private async Task<bool> ConsentsAsync(SubjectId subject, MessageTemplate template, CancellationToken cancel) =>
        await company.Trust.Vault.DescribeAsync(subject, cancel) is not { } person // unknown or erased: the reading says so
        || person.Consents.Any(consent => consent.WithdrawnAt is null && consent.Grant.Purpose == template.Purpose
            && consent.Grant.Items.Contains(MessageTemplate.Address) && (consent.Grant.Recipient is null || consent.Grant.Recipient == template.As));

    private async Task<Next> WithoutConsentAsync(MessageRow row, SubjectId subject, AccessContext context, CancellationToken cancel)
    {
        var entry = await company.Trust.Vault.RecordRefusalAsync(subject, context, context.Purpose, RefusalCodes.NoConsent, cancel);
        return await EndAsync(row, MessageState.NotAllowed, RefusalCodes.NoConsent, cancel, context.Purpose.Value, entry);
    }
}
