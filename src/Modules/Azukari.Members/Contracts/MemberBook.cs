using System.Security.Cryptography;
using System.Text;
using Azukari.Company;
using Azukari.Members.Storage;
using Azukari.Members.Tree;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Storage;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Contracts;

/// <summary>
/// Who is a member, as what, since when, and how that came about. Each act is one transaction here; the vault's part of it (items, kind of
/// subject, ledger) is written before that commits, so that a crash leaves a membership as it was and the act can be done again. Acts on one
/// membership follow each other on its row. Safe for concurrent use, on any number of nodes.
/// </summary>
public sealed partial class MemberBook
{
    private const string NumberLabel = "member-number";

    // Not "member:active", which is what registering somebody is called.
    private const string Reinstated = "member:reinstated";

    private static readonly ItemId Number = ItemId.Parse("member-number"), RegistrationDate = ItemId.Parse("registration-date"),
        SponsorItem = ItemId.Parse("sponsor"), ClassItem = ItemId.Parse("class");

    private readonly IDbContextFactory<AzukariDb> _databases;
    private readonly CompanyCore _company;
    private readonly SponsorTree _tree;
    private readonly TimeProvider _clock;

    internal MemberBook(IDbContextFactory<AzukariDb> databases, CompanyCore company, SponsorTree tree, TimeProvider clock) =>
        (_databases, _company, _tree, _clock) = (databases, company, tree, clock);

    /// <summary>For tests: draws the digits of a number.</summary>
    internal Func<int> Draw { get; set; } = () => RandomNumberGenerator.GetInt32(10_000_000, 100_000_000);

    private TrustVault Vault => _company.Trust.Vault;

    /// <summary>The membership of a person; null where there is none.</summary>
    public async Task<Membership?> FindAsync(SubjectId subject, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<MemberRow>().AsNoTracking().SingleOrDefaultAsync(member => member.Subject == subject, cancel) is { } row ? Of(row) : null;
    }

    /// <summary>The memberships of some people; who has none is left out.</summary>
    public async Task<IReadOnlyDictionary<SubjectId, Membership>> FindAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var found = new Dictionary<SubjectId, Membership>();
        foreach (var chunk in subjects.Distinct().Chunk(256))
            foreach (var row in await db.Set<MemberRow>().AsNoTracking().Where(member => chunk.Contains(member.Subject)).ToListAsync(cancel)) found[row.Subject] = Of(row);
        return found;
    }

    /// <summary>The membership that has a number, by the number's keyed fingerprint; null where none has. The number is nowhere recorded by this.</summary>
    public async Task<Membership?> FindByNumberAsync(MemberNumber number, CancellationToken cancel = default)
    {
        var fingerprint = Fingerprint(number);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        return await db.Set<MemberRow>().AsNoTracking().SingleOrDefaultAsync(member => member.Number == fingerprint, cancel) is { } row ? Of(row) : null;
    }

    /// <summary>What became of a membership, oldest first.</summary>
    public async Task<IReadOnlyList<MemberEvent>> HistoryAsync(SubjectId subject, CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var rows = await db.Set<MemberEventRow>().AsNoTracking().Where(line => line.Subject == subject).OrderBy(line => line.At).ThenBy(line => line.Ordinal).ThenByDescending(line => line.Change).ToListAsync(cancel);
        return [.. rows.Select(row => new MemberEvent(row.At, ChangeOf(row.Change), row.From, row.To, new Accessor(row.Accessor), row.Case, row.Reason))];
    }

    /// <summary>How many memberships there are of each status.</summary>
    public async Task<IReadOnlyDictionary<MemberStatus, int>> CountAsync(CancellationToken cancel = default)
    {
        await using var db = await _databases.CreateDbContextAsync(cancel);
        var counts = await db.Set<MemberRow>().GroupBy(member => member.Status).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancel);
        return counts.ToDictionary(each => MemberWords.StatusOf(each.Key), each => each.Count);
    }

    /// <summary>
    /// A person applies for membership. The person is in the vault already; whoever was a member before may apply again. The sponsor must be a
    /// registered agent; the policy must collect sponsor and class from such people by that channel.
    /// </summary>
    /// <param name="shown">The version of the policy the person was shown.</param>
    public async Task<MemberResult> ApplyAsync(
        SubjectId subject, MemberClass @class, SubjectId? sponsor, Channel channel, PolicyVersion shown, MemberActing acting, CancellationToken cancel = default)
    {
        ItemId[] items = sponsor is null ? [ClassItem] : [ClassItem, SponsorItem];
        var collected = _company.Trust.Policies.DecideAcquisition(new AcquisitionRequest(@class.Kind(), [.. items.Select(item => new AcquiredFact(item))], channel, shown, false, Addition: true));
        if (collected.Refusal is { } refusal) return new MemberRefused(MemberRefusal.Policy, refusal);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await HoldsAsync(db, acting, cancel)) return new MemberRefused(MemberRefusal.Overtaken);
        var (place, wrong) = await SponsorAsync(db, sponsor, cancel);
        if (wrong is { } why) return new MemberRefused(why);
        var before = await TakeAsync(db, subject, cancel);
        if (before is { } there && !MemberWords.StatusOf(there.Status).HasEnded()) return new MemberRefused(MemberRefusal.MemberAlready);
        var now = _clock.GetUtcNow();
        if (before is not null)
        {
            db.Remove(before); // comes back: the history stays, the old place in the tree is a former member's
            await TreeWriter.CutAsync(db, [subject], cancel);
            await db.SaveChangesAsync(cancel);
        }

        var row = new MemberRow
        {
            Subject = subject, Status = MemberStatus.Applied.Word(), Class = @class.Word(), Sponsor = place, AppliedAt = now, Channel = PolicyWords.Of(channel),
            Policy = shown.Value, Accessor = acting.By.Code, Kind = @class.Word(), ClassAt = now, ClassPolicy = shown.Value, ClassAccessor = acting.By.Code, Version = (before?.Version ?? 0) + 1,
        };
        db.Add(row);
        Note(db, row, MemberChange.Status, before?.Status, row.Status, acting);
        Note(db, row, MemberChange.Class, before?.Class, row.Class, acting);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (Uniqueness.IsBroken(error))
        {
            return new MemberRefused(MemberRefusal.MemberAlready);
        }

        return await CommitAsync(db, transaction, row, await VaultAsync(subject, "member:applied", @class.Kind(), acting, cancel), cancel);
    }

    /// <summary>An applicant's sponsor is another: an agent, while there is no place in the tree yet. Who is in the tree is moved there.</summary>
    public Task<MemberResult> NameSponsorAsync(SubjectId subject, SubjectId sponsor, MemberActing acting, CancellationToken cancel = default) => ActAsync(subject, acting, async (db, row) =>
    {
        if (row.Status != MemberStatus.Applied.Word()) return new MemberRefused(MemberRefusal.WrongStatus);
        var (place, wrong) = await SponsorAsync(db, sponsor, cancel);
        if (wrong is { } why) return new MemberRefused(why);
        (row.Sponsor, row.Accessor) = (place, acting.By.Code);
        return await VaultAsync(subject, "member:sponsor", null, acting, cancel);
    }, cancel);

    /// <summary>
    /// Registers an applicant: gives the number, the date and a place in the tree. Number and date are the vault's items, acquired through the
    /// module channel; here stays the number's keyed fingerprint, which no two members have.
    /// </summary>
    /// <param name="number">The number, where the company gave it already; a new one when null.</param>
    public async Task<MemberResult> ActivateAsync(SubjectId subject, MemberActing acting, MemberNumber? number = null, CancellationToken cancel = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var given = number ?? MemberNumber.Issue(Draw());
            var result = await TryActivateAsync(subject, given, acting, cancel);
            if (result is not MemberRefused { Why: MemberRefusal.NumberTaken } || number is not null || attempt == 20) return result;
        }
    }

    /// <summary>Stops a membership for the time being.</summary>
    public Task<MemberResult> SuspendAsync(SubjectId subject, MemberActing acting, CancellationToken cancel = default) =>
        StandAsync(subject, MemberStatus.Suspended, acting, cancel);

    /// <summary>Lets a suspended membership go on.</summary>
    public Task<MemberResult> ReinstateAsync(SubjectId subject, MemberActing acting, CancellationToken cancel = default) =>
        StandAsync(subject, MemberStatus.Active, acting, cancel);

    /// <summary>The member leaves. From now they are a former member, and what is kept until after the end of a membership has its end.</summary>
    public Task<MemberResult> WithdrawAsync(SubjectId subject, MemberActing acting, CancellationToken cancel = default) =>
        StandAsync(subject, MemberStatus.Withdrawn, acting, cancel);

    /// <summary>An application is declined, or a registration undone: within the cooling-off period, or by the company.</summary>
    public Task<MemberResult> CancelAsync(SubjectId subject, MemberActing acting, CancellationToken cancel = default) =>
        StandAsync(subject, MemberStatus.Cancelled, acting, cancel);

    /// <summary>An application is declined or lapses: of whoever activates and whoever declines at once, one does.</summary>
    public Task<MemberResult> DeclineAsync(SubjectId subject, MemberActing acting, CancellationToken cancel = default) =>
        StandAsync(subject, MemberStatus.Cancelled, acting, cancel, MemberStatus.Applied);

    /// <summary>The member (or applicant) becomes one of another class. What was given before keeps the kind of subject it was given as.</summary>
    public Task<MemberResult> ChangeClassAsync(SubjectId subject, MemberClass @class, MemberActing acting, CancellationToken cancel = default) => ActAsync(subject, acting, async (db, row) =>
    {
        if (Of(row).WhyNot(@class) is { } why) return new MemberRefused(why);
        Note(db, row, MemberChange.Class, row.Class, @class.Word(), acting);
        (row.Class, row.ClassAt, row.ClassAccessor, row.ClassPolicy) = (@class.Word(), _clock.GetUtcNow(), acting.By.Code, _company.Trust.Policies.InForce.Version.Value);
        if (await VaultAsync(subject, $"member:class:{row.Class}", @class.Kind(), acting, cancel) is { } refusal) return refusal;
        await TreeWriter.StandAsync(db, subject, Standings.Of(@class), cancel);
        return null;
    }, cancel);

    /// <summary>The vault holds somebody as what the membership says: an act of which a crash left only the vault's part is to come to nothing.</summary>
    public Task<MemberResult> SettleAsync(SubjectId subject, MemberActing acting, CancellationToken cancel = default) => ActAsync(subject, acting, async (db, row) =>
    {
        if (!MemberWords.StatusOf(row.Status).HasEnded()) return Refusal(await Vault.ChangeKindAsync(subject, MemberWords.ClassOf(row.Class).Kind(), acting.By, acting.Case, cancel));
        return await WasMemberAsync(db, row, cancel) ? Refusal(await Vault.ChangeKindAsync(subject, MemberWords.FormerMember, acting.By, acting.Case, cancel)) : null;
    }, cancel);

    /// <summary>An agent reaches a higher rank, which stays.</summary>
    public Task<MemberResult> RaiseRankAsync(SubjectId subject, MemberRank rank, MemberActing acting, CancellationToken cancel = default) => ActAsync(subject, acting, async (db, row) =>
    {
        if (Of(row).WhyNot(rank) is { } why) return new MemberRefused(why);
        Note(db, row, MemberChange.Rank, HighestOf(row).Word(), rank.Word(), acting);
        (row.Rank, row.RankAt, row.RankAccessor, row.RankPolicy) = (rank.Word(), _clock.GetUtcNow(), acting.By.Code, _company.Trust.Policies.InForce.Version.Value);
        return await VaultAsync(subject, $"member:rank:{row.Rank}", null, acting, cancel);
    }, cancel);

    internal byte[] Fingerprint(MemberNumber number) => _company.Seal.Fingerprint(Encoding.UTF8.GetBytes(number.Number), NumberLabel);

    internal static Membership Of(MemberRow row) => new(row.Subject, MemberWords.ClassOf(row.Class), MemberWords.StatusOf(row.Status), row.AppliedAt, row.RegisteredAt, row.EndedAt,
        row.Class == MemberClass.Agent.Word() && row.RegisteredAt is not null ? HighestOf(row) : null);

    private static MemberRank HighestOf(MemberRow row) => row.Rank is { } word ? MemberWords.RankOf(word) : MemberRank.Agent;

    private static MemberChange ChangeOf(string word) => word switch
    {
        "class" => MemberChange.Class,
        "rank" => MemberChange.Rank,
        _ => MemberChange.Status,
    };
}
