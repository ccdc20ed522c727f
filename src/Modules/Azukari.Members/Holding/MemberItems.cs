using Azukari.Members.Contracts;
using Azukari.Members.Storage;
using Azukari.Members.Tree;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Holding;

/// <summary>
/// The items a policy says are held by <c>members</c>. Class and sponsor are facts kept here; age band and region are made, at the moment they are
/// asked for, of what the vault keeps, and kept nowhere. Reward ranks and terms of business come with the bonus plan: until then nobody has any.
/// </summary>
internal sealed class MemberItems(IDbContextFactory<AzukariDb> databases, SponsorTree tree, TimeProvider clock) : IHeldItems
{
    private static readonly ItemId Class = ItemId.Parse("class"), Sponsor = ItemId.Parse("sponsor"), AgeBand = ItemId.Parse("age-band"), Region = ItemId.Parse("region"), Rank = ItemId.Parse("rank");
    private static readonly ItemId Number = ItemId.Parse("member-number"), Born = ItemId.Parse("date-of-birth"), Address = ItemId.Parse("address");

    public string Module => "members";

    public async ValueTask<IReadOnlyDictionary<SubjectId, IReadOnlyList<ModuleItem>>> ReadAsync(IReadOnlyCollection<SubjectId> subjects, IReadOnlyCollection<ItemId> items, CancellationToken ct)
    {
        var found = new Dictionary<SubjectId, IReadOnlyList<ModuleItem>>();
        await using var db = await databases.CreateDbContextAsync(ct);
        foreach (var chunk in subjects.Chunk(256))
        {
            var rows = await db.Set<MemberRow>().AsNoTracking().Where(member => chunk.Contains(member.Subject)).ToListAsync(ct);
            var sponsors = items.Contains(Sponsor) ? await SponsorsAsync(db, rows, ct) : [];
            foreach (var row in rows)
            {
                var held = new List<ModuleItem>(4);
                if (items.Contains(Class)) held.Add(new ModuleItem.Kept(Class, StoredValue.FromText(row.Class), ClassFacts(row)));
                if (items.Contains(Rank) && MemberBook.Of(row).Rank is { } rank) held.Add(new ModuleItem.Kept(Rank, StoredValue.FromText(rank.Word()), RankFacts(row)));
                if (sponsors.TryGetValue(row.Subject, out var sponsor)) held.Add(new ModuleItem.Told(Sponsor, sponsor, Number, static number => number, SponsorFacts(row)));
                if (items.Contains(AgeBand)) held.Add(new ModuleItem.Told(AgeBand, row.Subject, Born, born => Band(born)));
                if (items.Contains(Region)) held.Add(new ModuleItem.Told(Region, row.Subject, Address, static address => PostalAddress.FromStored(address).Prefecture is { } prefecture ? StoredValue.FromText(prefecture) : null));
                found[row.Subject] = held;
            }
        }

        return found;
    }

    public async Task ForgetAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct)
    {
        foreach (var chunk in subjects.Chunk(256))
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Set<MemberRow>().Where(row => chunk.Contains(row.Subject)).ExecuteDeleteAsync(ct);
            await db.Set<MemberEventRow>().Where(row => chunk.Contains(row.Subject)).ExecuteDeleteAsync(ct);
            await db.Set<AttestationRow>().Where(row => chunk.Contains(row.Subject)).ExecuteDeleteAsync(ct);
            await db.Set<LookRow>().Where(row => chunk.Contains(row.Subject)).ExecuteDeleteAsync(ct);
            await TreeWriter.CutAsync(db, chunk, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        if (tree.Version >= 0) await tree.CatchUpAsync(ct);
    }

    /// <summary>When the class has had its time nothing of the membership is of use any more: all of it goes, and the place in the tree is anybody's.</summary>
    public async Task<IReadOnlyList<ItemId>> ExpireAsync(SubjectId subject, IReadOnlyCollection<ItemId> items, CancellationToken ct)
    {
        if (!items.Contains(Class)) return [];
        await using (var db = await databases.CreateDbContextAsync(ct))
        {
            var row = await db.Set<MemberRow>().AsNoTracking().SingleOrDefaultAsync(member => member.Subject == subject, ct);
            if (row is null || !MemberWords.StatusOf(row.Status).HasEnded()) return [];
        }

        await ForgetAsync([subject], ct);
        return [Class, Sponsor, Rank];
    }

    /// <summary>The sponsor as the tree has it now; before there is a place in it, the one the applicant named.</summary>
    private static async Task<Dictionary<SubjectId, SubjectId>> SponsorsAsync(AzukariDb db, List<MemberRow> rows, CancellationToken ct)
    {
        SubjectId?[] members = [.. rows.Select(row => (SubjectId?)row.Subject)];
        var places = await db.Set<TreeNodeRow>().AsNoTracking().Where(node => members.Contains(node.Subject)).ToDictionaryAsync(node => node.Subject!.Value, node => node.Parent, ct);
        var above = rows.ToDictionary(row => row.Subject, row => places.TryGetValue(row.Subject, out var parent) ? parent : row.Sponsor);
        long[] wanted = [.. above.Values.OfType<long>().Distinct()];
        var who = await db.Set<TreeNodeRow>().AsNoTracking().Where(node => wanted.Contains(node.Id) && node.Subject != null).ToDictionaryAsync(node => node.Id, node => node.Subject!.Value, ct);
        return above.Where(pair => pair.Value is { } id && who.ContainsKey(id)).ToDictionary(pair => pair.Key, pair => who[pair.Value!.Value]);
    }

    private StoredValue? Band(StoredValue born)
    {
        var (day, today) = (BirthDate.FromStored(born).Day, JapanTime.Today(clock));
        var age = today.Year - day.Year - (day > today.AddYears(day.Year - today.Year) ? 1 : 0);
        return age < 0 ? null : StoredValue.FromText(age < 90 ? $"{age / 10}0s" : "90s+");
    }

    private static ModuleFacts ClassFacts(MemberRow row) => new(
        row.ClassAt, row.ClassAt == row.AppliedAt ? ChannelOf(row) : Channel.Module, PolicyVersion.Parse(row.ClassPolicy), SubjectKind.Parse(row.Class), new Accessor(row.ClassAccessor));

    private static ModuleFacts RankFacts(MemberRow row) => row is { RankAt: { } at, RankPolicy: { } policy, RankAccessor: { } by }
        ? new(at, Channel.Module, PolicyVersion.Parse(policy), SubjectKind.Parse(row.Class), new Accessor(by)) : ClassFacts(row);

    private static ModuleFacts SponsorFacts(MemberRow row) => new(row.AppliedAt, ChannelOf(row), PolicyVersion.Parse(row.Policy), SubjectKind.Parse(row.Kind), new Accessor(row.Accessor));

    private static Channel ChannelOf(MemberRow row) => PolicyWords.TryParse<Channel>(row.Channel, out var channel) ? channel : throw new FormatException("A stored channel is none of the list.");
}
