using Azukari.Ledger;
using Azukari.Members.Storage;
using Azukari.Members.Tree;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Storage;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Contracts;

/// <summary>A member the company had before it kept its members here: registered then, with a number of that time, both in the vault already.</summary>
/// <param name="Subject">Who, in the vault with number and registration date.</param>
/// <param name="Class">As what.</param>
/// <param name="Sponsor">Under whom: an agent taken in before, or earlier in the same batch; null for the top.</param>
/// <param name="Number">The number, of which the fingerprint is kept.</param>
/// <param name="RegisteredAt">When they were registered.</param>
/// <param name="Channel">By which channel they had come.</param>
/// <param name="PolicyVersion">The version they were shown.</param>
/// <param name="Rank">The rank an agent has reached since; of others it says nothing.</param>
public sealed record KnownMember(
    SubjectId Subject, MemberClass Class, SubjectId? Sponsor, MemberNumber Number, DateTimeOffset RegisteredAt, Channel Channel, PolicyVersion PolicyVersion, MemberRank Rank = MemberRank.Agent)
{
    /// <summary>The id only.</summary>
    public override string ToString() => $"KnownMember[{Subject}]";
}

/// <summary>Taking in many at once.</summary>
public sealed partial class MemberBook
{
    /// <summary>
    /// Takes in members registered before, sponsors before those they sponsored: each checked like an application, all that pass in one
    /// transaction, with one entry in the ledger that says how many. That the people themselves came is in their own histories already.
    /// </summary>
    /// <returns>What became of each, in the order given; who is refused keeps out those below them.</returns>
    public async Task<IReadOnlyList<MemberResult>> TakeInAsync(IReadOnlyList<KnownMember> batch, MemberActing acting, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var version = await TreeWriter.TakeAsync(db, batch.Count, cancel);
        var (there, taken, agents) = await KnownAsync(db, batch, cancel);
        var collected = new Dictionary<(MemberClass, bool, Channel, PolicyVersion), Refusal?>();
        var results = new MemberResult[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            var known = batch[i];
            var terms = (known.Class, known.Sponsor is not null, known.Channel, known.PolicyVersion);
            if (!collected.TryGetValue(terms, out var refusal)) collected[terms] = refusal = NotCollected(known);
            var number = Convert.ToHexString(Fingerprint(known.Number));
            MemberRefused? refused = refusal is not null ? new(MemberRefusal.Policy, refusal)
                : known.Sponsor is { } sponsor && !agents.ContainsKey(sponsor) ? new(MemberRefusal.SponsorNotAgent)
                : there.Contains(known.Subject) ? new(MemberRefusal.MemberAlready)
                : taken.Contains(number) ? new(MemberRefusal.NumberTaken) : null;
            if (refused is not null)
            {
                results[i] = refused;
                continue;
            }

            var place = TreeWriter.Plant(db, known.Subject, known.Sponsor is { } above ? agents[above] : null, Standings.Of(known.Class), known.RegisteredAt, acting, version + i);
            if (known.Class == MemberClass.Agent) agents[known.Subject] = place;
            there.Add(known.Subject);
            taken.Add(number);
            results[i] = new MemberDone(Of(Known(db, known, known.Sponsor is { } up ? agents[up] : null, acting)));
        }

        var done = results.Count(result => result.Done);
        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancel);
        await _company.Trust.Ledger.AppendAsync(LedgerEntry.Now(_clock, EntryKind.Registered) with { Accessor = acting.By.Code, Reason = "member:taken-in", Case = acting.Case, Count = done }, cancel);
        await transaction.CommitAsync(cancel);
        return results;
    }

    private MemberRow Known(AzukariDb db, KnownMember known, long? sponsor, MemberActing acting)
    {
        var row = new MemberRow
        {
            Subject = known.Subject, Status = MemberStatus.Active.Word(), Class = known.Class.Word(), Number = Fingerprint(known.Number), Sponsor = sponsor,
            AppliedAt = known.RegisteredAt, RegisteredAt = known.RegisteredAt, Channel = PolicyWords.Of(known.Channel), Policy = known.PolicyVersion.Value, Accessor = acting.By.Code,
            Kind = known.Class.Word(), ClassAt = known.RegisteredAt, ClassPolicy = known.PolicyVersion.Value, ClassAccessor = acting.By.Code, Version = 1,
        };
        db.Add(row);
        Note(db, row, MemberChange.Status, null, row.Status, acting, known.RegisteredAt);
        Note(db, row, MemberChange.Class, null, row.Class, acting, known.RegisteredAt);
        if (known.Class != MemberClass.Agent || known.Rank == MemberRank.Agent) return row;
        (row.Rank, row.RankAt, row.RankAccessor, row.RankPolicy) = (known.Rank.Word(), _clock.GetUtcNow(), acting.By.Code, known.PolicyVersion.Value);
        Note(db, row, MemberChange.Rank, MemberRank.Agent.Word(), row.Rank, acting);
        return row;
    }

    private Refusal? NotCollected(KnownMember known)
    {
        ItemId[] items = known.Sponsor is null ? [ClassItem] : [ClassItem, SponsorItem];
        return _company.Trust.Policies.DecideAcquisition(new AcquisitionRequest(
            known.Class.Kind(), [.. items.Select(item => new AcquiredFact(item))], known.Channel, known.PolicyVersion, false, Addition: true)).Refusal;
    }

    private async Task<(HashSet<SubjectId> There, HashSet<string> Numbers, Dictionary<SubjectId, long?> Agents)> KnownAsync(AzukariDb db, IReadOnlyList<KnownMember> batch, CancellationToken cancel)
    {
        var (there, numbers, agents) = (new HashSet<SubjectId>(), new HashSet<string>(StringComparer.Ordinal), new Dictionary<SubjectId, long?>());
        foreach (var chunk in batch.Chunk(256))
        {
            SubjectId[] subjects = [.. chunk.Select(known => known.Subject)];
            byte[]?[] prints = [.. chunk.Select(known => Fingerprint(known.Number))];
            SubjectId?[] sponsors = [.. chunk.Select(known => known.Sponsor).Where(sponsor => sponsor is not null).Distinct()];
            there.UnionWith(await db.Set<MemberRow>().Where(row => subjects.Contains(row.Subject)).Select(row => row.Subject).ToListAsync(cancel));
            numbers.UnionWith((await db.Set<MemberRow>().Where(row => prints.Contains(row.Number)).Select(row => row.Number!).ToListAsync(cancel)).Select(Convert.ToHexString));
            foreach (var node in await db.Set<TreeNodeRow>().Where(node => sponsors.Contains(node.Subject) && node.Standing == (int)Standing.Agent).Select(node => new { node.Id, node.Subject }).ToListAsync(cancel))
                agents[node.Subject!.Value] = node.Id;
        }

        return (there, numbers, agents);
    }
}
