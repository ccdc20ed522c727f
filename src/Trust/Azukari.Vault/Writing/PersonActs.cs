using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault.Storage;
using Azukari.Vault.Telling;

namespace Azukari.Vault.Writing;

/// <summary>What a person decides about their data: consent, withdrawal, acknowledgement, restriction. Each raises the generation.</summary>
internal sealed class PersonActs(ActRunner runner)
{
    public Task<ActResult> ConsentAsync(SubjectId subject, ConsentGrant grant, Accessor by, ConsentId? chosen, string? @case, CancellationToken ct) => runner.RunAsync(subject, async (act, c) =>
    {
        if (Acquirer.Unknown(act.Policies, [grant]) is { } refusal) return new ActRefused(refusal);
        if (chosen is { } given && act.Person.Consents.Find(r => r.Id == given.Value) is { } there)
        {
            return there is { WithdrawnAt: null } && there.Purpose == grant.Purpose.Value && there.Recipient == grant.Recipient?.Value && string.Join(' ', there.Items) == ItemRows.Join(grant.Items)
                ? new ActDone(null, []) : new ActTaken();
        }

        var id = chosen?.Value ?? Guid.NewGuid();
        await ItemRows.Consents.InsertAsync(act.Tx, [ItemRows.Consent(subject, id, grant, act.Policies.Version, act.Now, by)], c);
        act.ChangesDecisions = true;
        var entry = act.Record(EntryKind.Consented, by, grant.Items, with: e => e with { Purpose = grant.Purpose.Value, Recipient = grant.Recipient?.Value, Case = @case });
        return new ConsentGiven(new ConsentId(id), entry);
    }, ct);

    public Task<ActResult> WithdrawAsync(SubjectId subject, ConsentId consent, Accessor by, string? @case, CancellationToken ct) => runner.RunAsync(subject, async (act, c) =>
    {
        var row = act.Person.Consents.Find(r => r.Id == consent.Value);
        if (row is null) return new ActUnknown(Erased: false);
        if (row.WithdrawnAt is not null) return new ActDone(null, []);
        await act.Tx.ExecuteAsync("UPDATE consents SET withdrawn_at = @at WHERE subject = @subject AND id = @id", c,
            ("at", act.Now.ToMicroseconds()), ("subject", act.SubjectBytes), ("id", consent.Value.ToByteArray(bigEndian: true)));
        act.ChangesDecisions = true;
        var items = row.Items.Select(ItemId.Parse).ToList();
        return new ActDone(act.Record(EntryKind.Withdrawn, by, items, with: e => e with { Purpose = row.Purpose, Recipient = row.Recipient, Case = @case }), []);
    }, ct);

    public Task<ActResult> AcknowledgeAsync(SubjectId subject, PolicyVersion version, bool consented, Accessor by, CancellationToken ct) => runner.RunAsync(subject, async (act, c) =>
    {
        var known = act.Policies.Archive.Vocabulary.Find(version).Exists;
        if (!known) return new ActUnknown(Erased: false);
        var before = act.Person.Answers.Find(a => a.Policy == version.Value);
        if (before is not null && (before.Consented || !consented)) return new ActDone(null, []); // nothing stronger than was answered already
        await act.Tx.ExecuteAsync("""
            INSERT INTO answers (subject, policy, answer, at, accessor) VALUES (@subject, @policy, @answer, @at, @accessor)
            ON CONFLICT (subject, policy) DO UPDATE SET answer = excluded.answer, at = excluded.at, accessor = excluded.accessor
            """, c, ("subject", act.SubjectBytes), ("policy", version.Value), ("answer", consented ? 1L : 0L), ("at", act.Now.ToMicroseconds()), ("accessor", by.Code));
        act.ChangesDecisions = true;
        return new ActDone(act.Record(EntryKind.Acknowledged, by, reason: consented ? "consented" : null, with: e => e with { PolicyVersion = version.Value }), []);
    }, ct);

    public Task<ActResult> RestrictAsync(SubjectId subject, Restriction restriction, Accessor by, RestrictionId? chosen, string? @case, CancellationToken ct) => runner.RunAsync(subject, async (act, c) =>
    {
        var words = act.Policies.Archive.Vocabulary;
        var (scope, purpose, recipient, items) = Parts(restriction);
        if ((purpose is { } p && !words.Find(p).Exists) || (recipient is { } r && !words.Find(r).Exists) || items.Any(i => !words.Find(i).Exists))
            return new ActRefused(act.Policies.Archive.Resolve(purpose ?? words.Purposes[0], recipient ?? words.Recipients[0], items.Count > 0 ? items : [words.Items[0]]).Refusal!);
        if (chosen is { } given && act.Person.Restrictions.Find(r => r.Id == given.Value) is { } there)
        {
            return there is { LiftedAt: null } && there.Scope == (int)scope && there.Purpose == purpose?.Value && there.Recipient == recipient?.Value && string.Join(' ', there.Items) == ItemRows.Join(items)
                ? new ActDone(null, []) : new ActTaken();
        }

        var id = chosen?.Value ?? Guid.NewGuid();
        await act.Tx.ExecuteAsync("""
            INSERT INTO restrictions (subject, id, scope, purpose, recipient, items, since, accessor)
            VALUES (@subject, @id, @scope, @purpose, @recipient, @items, @since, @accessor)
            """, c, ("subject", act.SubjectBytes), ("id", id.ToByteArray(bigEndian: true)), ("scope", (long)scope), ("purpose", purpose?.Value), ("recipient", recipient?.Value),
            ("items", ItemRows.Join(items)), ("since", act.Now.ToMicroseconds()), ("accessor", by.Code));
        act.ChangesDecisions = true;
        var clauses = RightClauses(act.Policies.Archive.InForce.Document, RightKind.Suspension);
        return new RestrictionSet(new RestrictionId(id), act.Record(EntryKind.Restricted, by, items, clauses,
            with: e => e with { Purpose = purpose?.Value, Recipient = recipient?.Value, Case = @case }));
    }, ct);

    public Task<ActResult> LiftAsync(SubjectId subject, RestrictionId restriction, Accessor by, string? @case, CancellationToken ct) => runner.RunAsync(subject, async (act, c) =>
    {
        var row = act.Person.Restrictions.Find(r => r.Id == restriction.Value);
        if (row is null) return new ActUnknown(Erased: false);
        if (row.LiftedAt is not null) return new ActDone(null, []);
        await act.Tx.ExecuteAsync("UPDATE restrictions SET lifted_at = @at WHERE subject = @subject AND id = @id", c,
            ("at", act.Now.ToMicroseconds()), ("subject", act.SubjectBytes), ("id", restriction.Value.ToByteArray(bigEndian: true)));
        act.ChangesDecisions = true;
        return new ActDone(act.Record(EntryKind.Unrestricted, by, row.Items.Select(ItemId.Parse), with: e => e with { Purpose = row.Purpose, Recipient = row.Recipient, Case = @case }), []);
    }, ct);

    /// <summary>From now the person is of another kind; what they gave before keeps the kind it was given as.</summary>
    public Task<ActResult> ChangeKindAsync(SubjectId subject, SubjectKind kind, Accessor by, string? @case, CancellationToken ct) => runner.RunAsync(subject, async (act, c) =>
    {
        if (!act.Policies.Archive.Vocabulary.Find(kind).Exists) return new ActUnknown(Erased: false);
        if (act.Person.Kind == kind.Value) return new ActDone(null, []);
        await act.Tx.ExecuteAsync("UPDATE subjects SET kind = @kind WHERE id = @id", c, ("kind", kind.Value), ("id", act.SubjectBytes));
        act.ChangesDecisions = true;
        return new ActDone(act.Record(EntryKind.Registered, by, reason: "kind:" + kind.Value, with: e => e with { Case = @case }), []);
    }, ct);

    /// <summary>Something a module did about the person, which changes nothing here.</summary>
    public Task<ActResult> NoteAsync(SubjectId subject, string what, Accessor by, string? @case, string? recipient, IReadOnlyCollection<ItemId> items, CancellationToken ct) => runner.RunAsync(subject,
        (act, _) => Task.FromResult<ActResult>(new ActDone(act.Record(EntryKind.Registered, by, items, reason: what, with: e => e with { Case = @case, Recipient = recipient }), [])), ct);

    /// <summary>A recipient was told of what one notice says.</summary>
    public Task<ActResult> TellAsync(RecipientNotice notice, string reason, Accessor by, CancellationToken ct) => runner.RunAsync(notice.Subject, async (act, c) =>
        await NoticeRows.SettleAsync(act.Tx, notice.Id, by.Code, act.Now.ToMicroseconds(), c)
            ? new ActDone(act.Record(EntryKind.Registered, by, notice.Items, reason: reason, with: e => e with { Recipient = notice.Recipient }), []) : new ActDone(null, []), ct);

    /// <summary>A recipient was told of what changed of some items: notices of nothing else are settled with it.</summary>
    public Task<ActResult> TellAsync(SubjectId subject, string recipient, IReadOnlyCollection<ItemId> items, string reason, Accessor by, string? @case, CancellationToken ct) =>
        runner.RunAsync(subject, async (act, c) =>
        {
            var open = await act.Tx.ListAsync($"SELECT {NoticeRows.Columns} FROM notices WHERE subject = @subject AND recipient = @recipient AND settled_at IS NULL AND kind <= {(int)ChangeKind.Deleted}", NoticeRows.Read, c,
                ("subject", act.SubjectBytes), ("recipient", recipient));
            foreach (var notice in open.Where(notice => notice.Items.All(items.Contains))) await NoticeRows.SettleAsync(act.Tx, notice.Id, by.Code, act.Now.ToMicroseconds(), c);
            return new ActDone(act.Record(EntryKind.Registered, by, items, reason: reason, with: e => e with { Case = @case, Recipient = recipient }), []);
        }, ct);

    /// <summary>The clauses of the version in force that grant a right.</summary>
    public static IEnumerable<ClauseId> RightClauses(PolicyDocument policy, RightKind right) =>
        policy.Clauses.Where(c => c.Rule is RightRule rule && rule.Of == right).Select(c => c.Id);

    private static (Policy.Deciding.RestrictionScope Scope, ClauseId? Purpose, RecipientKind? Recipient, IReadOnlyList<ItemId> Items) Parts(Restriction restriction) => restriction switch
    {
        Restriction.Everything => (Policy.Deciding.RestrictionScope.All, null, null, []),
        Restriction.ForPurpose purpose => (Policy.Deciding.RestrictionScope.Purpose, purpose.Purpose, null, []),
        Restriction.ByRecipient recipient => (Policy.Deciding.RestrictionScope.Recipient, null, recipient.Recipient, []),
        Restriction.OfItems items => (Policy.Deciding.RestrictionScope.Items, null, null, items.Items),
        _ => throw new ArgumentException("A restriction is of one of the four kinds.", nameof(restriction)),
    };
}
