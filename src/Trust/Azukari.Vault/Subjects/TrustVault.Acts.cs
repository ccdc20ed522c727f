using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Values;
using Azukari.Vault.Keys;
using Azukari.Vault.Writing;

namespace Azukari.Vault;

// What is done about a person: corrected, consented, restricted, erased, ended.
public sealed partial class TrustVault
{
    /// <summary>Corrects, adds or (with a null value) deletes items. A value the vault already holds changes nothing and is not recorded.</summary>
    /// <param name="channel">By which way it came; the web for the person, paper for staff, when null.</param>
    public Task<ActResult> CorrectAsync(SubjectId subject, IReadOnlyDictionary<ItemId, StoredValue?> changes, CorrectionBy correction, Accessor by,
        Channel? channel = null, string? @case = null, IReadOnlyList<ConsentGrant>? consents = null, CancellationToken ct = default) =>
        ChangeAsync(subject, changes, new CorrectionTerms(correction, channel ?? (correction is CorrectionBy.Self ? Channel.Web : Channel.Paper),
            (correction as CorrectionBy.Self)?.VersionShown, ToldOfRecording: false, @case, consents ?? []), by, ct);

    /// <summary>
    /// Deletes single items, for the person or of the company's own (APPI 34, 35), each with what it was before. Refused for what the policy requires of such people
    /// (<see cref="PolicyArchive.DecideDeletion"/>). Of a name that was provided to somebody outside, the law keeps one under its own key, for the record of that alone (APPI 29, 30).
    /// An item that isn't held changes nothing and is not recorded.
    /// </summary>
    /// <param name="why">Why, as the ledger keeps it: a code.</param>
    /// <param name="case">The request it is done for.</param>
    public Task<ActResult> DeleteAsync(SubjectId subject, IReadOnlyCollection<ItemId> items, string why, Accessor by, string @case, CancellationToken ct = default) =>
        ChangeAsync(subject, items.ToDictionary(item => item, _ => (StoredValue?)null), new CorrectionTerms(new CorrectionBy.Staff(), Channel.Paper, null, ToldOfRecording: false, LedgerCode.Check(@case, nameof(@case)), [])
        {
            Why = LedgerCode.Check(why, nameof(why)),
        }, by, ct);

    /// <summary>
    /// The person says that what is held of an item is theirs: it is given anew as it is, under the version they were shown, and nobody reads it for that. Done once; what was
    /// changed since is not what was confirmed, and then nothing happens.
    /// </summary>
    /// <param name="held">The version of the item (<see cref="HeldItem.Version"/>) that the person was asked about.</param>
    public Task<ActResult> ConfirmAsync(SubjectId subject, ItemId item, long held, PolicyVersion shown, Accessor by, Channel channel = Channel.Web, string? @case = null, CancellationToken ct = default) =>
        _corrector.ConfirmAsync(subject, item, held, new CorrectionTerms(new CorrectionBy.Self(shown), channel, shown, ToldOfRecording: false, @case, []), by, ct);

    /// <summary>Records a consent. <see cref="ConsentGiven"/> when durable.</summary>
    public Task<ActResult> ConsentAsync(SubjectId subject, ConsentGrant grant, Accessor by, CancellationToken ct = default) => _acts.ConsentAsync(subject, grant, by, null, null, ct);

    /// <summary>As above, under an id the caller has chosen: the same consent under the same id changes nothing, so it may be asked for again.</summary>
    public Task<ActResult> ConsentAsync(SubjectId subject, ConsentGrant grant, Accessor by, ConsentId id, CancellationToken ct = default) => _acts.ConsentAsync(subject, grant, by, id, null, ct);

    /// <summary>As above, in a case.</summary>
    public Task<ActResult> ConsentAsync(SubjectId subject, ConsentGrant grant, Accessor by, ConsentId id, string? @case, CancellationToken ct = default) =>
        _acts.ConsentAsync(subject, grant, by, id, Code(@case), ct);

    /// <summary>Withdraws a consent. When the task completes, no read that was not released yet uses it any more.</summary>
    public Task<ActResult> WithdrawAsync(SubjectId subject, ConsentId consent, Accessor by, CancellationToken ct = default) => _acts.WithdrawAsync(subject, consent, by, null, ct);

    /// <summary>As above, in a case.</summary>
    public Task<ActResult> WithdrawAsync(SubjectId subject, ConsentId consent, Accessor by, string? @case, CancellationToken ct = default) => _acts.WithdrawAsync(subject, consent, by, Code(@case), ct);

    /// <summary>Records that the person took note of a version, or consented to it. A weaker answer than one on record changes nothing.</summary>
    public Task<ActResult> AcknowledgeAsync(SubjectId subject, PolicyVersion version, bool consented, Accessor by, CancellationToken ct = default) =>
        _acts.AcknowledgeAsync(subject, version, consented, by, ct);

    /// <summary>Restricts the use of a person's data (APPI 35). <see cref="RestrictionSet"/> when in effect.</summary>
    public Task<ActResult> RestrictAsync(SubjectId subject, Restriction restriction, Accessor by, CancellationToken ct = default) => _acts.RestrictAsync(subject, restriction, by, null, null, ct);

    /// <summary>As above, in a case: a request by right.</summary>
    public Task<ActResult> RestrictAsync(SubjectId subject, Restriction restriction, Accessor by, string @case, CancellationToken ct = default) =>
        _acts.RestrictAsync(subject, restriction, by, null, LedgerCode.Check(@case, nameof(@case)), ct);

    /// <summary>As above, under an id the caller has chosen: the same restriction under the same id changes nothing, so it may be asked for again.</summary>
    public Task<ActResult> RestrictAsync(SubjectId subject, Restriction restriction, Accessor by, RestrictionId id, CancellationToken ct = default) => _acts.RestrictAsync(subject, restriction, by, id, null, ct);

    /// <summary>As above, in a case.</summary>
    public Task<ActResult> RestrictAsync(SubjectId subject, Restriction restriction, Accessor by, RestrictionId id, string? @case, CancellationToken ct = default) =>
        _acts.RestrictAsync(subject, restriction, by, id, Code(@case), ct);

    /// <summary>Lifts a restriction.</summary>
    public Task<ActResult> LiftAsync(SubjectId subject, RestrictionId restriction, Accessor by, CancellationToken ct = default) => _acts.LiftAsync(subject, restriction, by, null, ct);

    /// <summary>As above, in a case.</summary>
    public Task<ActResult> LiftAsync(SubjectId subject, RestrictionId restriction, Accessor by, string? @case, CancellationToken ct = default) => _acts.LiftAsync(subject, restriction, by, Code(@case), ct);

    /// <summary>From now the person is of another kind. What they gave before keeps the kind it was given as.</summary>
    public Task<ActResult> ChangeKindAsync(SubjectId subject, SubjectKind kind, Accessor by, string? @case = null, CancellationToken ct = default) => _acts.ChangeKindAsync(subject, kind, by, @case, ct);

    /// <summary>Records what a module did about a person, of which nothing stands here: in their history, durable when the task completes.</summary>
    /// <param name="what">A code of what, for instance <c>member:suspended</c>; never a value.</param>
    public Task<ActResult> NoteAsync(SubjectId subject, string what, Accessor by, string? @case = null, CancellationToken ct = default) =>
        _acts.NoteAsync(subject, what, by, @case, null, [], ct);

    /// <summary>As above, about items and who outside has received them.</summary>
    /// <param name="recipient">A code of who: a recipient kind, a recipient's or an accessor's code.</param>
    /// <param name="items">Which items.</param>
    public Task<ActResult> NoteAsync(SubjectId subject, string what, Accessor by, string? @case, string recipient, IReadOnlyCollection<ItemId> items, CancellationToken ct = default) =>
        _acts.NoteAsync(subject, what, by, @case, LedgerCode.Check(recipient, nameof(recipient)), items, ct);

    /// <summary>Erases a person. Null when there is no such person; erasing again finishes what is left and gives the certificate again.</summary>
    public Task<ErasureCertificate?> EraseAsync(SubjectId subject, Accessor by, string? reason = null, CancellationToken ct = default) => _eraser.EraseAsync(subject, by, reason, null, ct);

    /// <summary>As above, in a case: a request by right.</summary>
    public Task<ErasureCertificate?> EraseAsync(SubjectId subject, Accessor by, string? reason, string? @case, CancellationToken ct = default) => _eraser.EraseAsync(subject, by, reason, Code(@case), ct);

    /// <summary>Deletes whatever's retention has ended by a moment, recorded per person. Repeating it changes nothing.</summary>
    public Task<ExpireResult> ExpireAsync(DateTimeOffset now, Accessor by, CancellationToken ct = default) => _expirer.ExpireAsync(now, by, ct);

    /// <summary>Notes an event from which the retention of items runs: the end of a membership, of a case, of a transaction.</summary>
    public Task<ActResult> StartRetentionAsync(SubjectId subject, RetentionStart start, DateTimeOffset at, Accessor by, IReadOnlyCollection<ItemId>? only = null, CancellationToken ct = default) =>
        _expirer.StartAsync(subject, start, at, only, by, ct);

    /// <summary>Undoes <see cref="StartRetentionAsync"/>: who left has come back, and what was to end does not. Documents keep the end they were given.</summary>
    public Task<ActResult> StopRetentionAsync(SubjectId subject, RetentionStart start, Accessor by, CancellationToken ct = default) => _expirer.StopAsync(subject, start, by, ct);

    private static string? Code(string? code) => code is null ? null : LedgerCode.Check(code, "case");

    // Whether the law keeps a name stands in the ledger, so it is told before the act begins.
    private async Task<ActResult> ChangeAsync(SubjectId subject, IReadOnlyDictionary<ItemId, StoredValue?> changes, CorrectionTerms terms, Accessor by, CancellationToken ct)
    {
        var policies = _parts.Policies.Required;
        var losesName = changes.Any(change => change.Value is null && policies.Find(change.Key) is { Shape.Name: "person-name", Class: KeyClass.Ordinary });
        if (losesName && await DescribeAsync(subject, ct) is { } person && policies.Archive.DecideDeletion(person.Kind, changes.Where(change => change.Value is null).Select(change => change.Key)) is null)
            terms = terms with { Kept = await _statutory.PrepareAsync(subject, erasing: false, ct) };
        return await _corrector.CorrectAsync(subject, changes, terms, by, ct);
    }
}
