using Azukari.Members.Storage;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Azukari.Members.Contracts;

/// <summary>Registered members chosen by facts of the membership: nothing they told the company.</summary>
/// <param name="Classes">Of which classes; none chooses nobody.</param>
public sealed record MemberSelection(IReadOnlyList<MemberClass> Classes)
{
    /// <summary>Among agents only those of this rank or above, and nobody else; null for no matter which.</summary>
    public MemberRank? RankAtLeast { get; init; }

    /// <summary>Whether a registered member, active or suspended, is among them.</summary>
    public bool Includes(Membership member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member.Status is MemberStatus.Active or MemberStatus.Suspended && Classes.Contains(member.Class) && (RankAtLeast is not { } least || member.Rank >= least);
    }
}

/// <summary>Choosing members by facts.</summary>
public sealed partial class MemberBook
{
    /// <summary>The registered members of a selection, active and suspended, in the order of their ids.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    /// <param name="take">The most, 1 to 1000.</param>
    /// <param name="cancel">Cancels the look.</param>
    public async Task<IReadOnlyList<Membership>> SelectAsync(MemberSelection selection, SubjectId? after, int take, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, 1000);
        string[] statuses = [MemberStatus.Active.Word(), MemberStatus.Suspended.Word()];
        string[] classes = [.. selection.Classes.Select(each => each.Word())];
        await using var db = await _databases.CreateDbContextAsync(cancel);
        byte[] last = after?.ToBytes() ?? [];
        var members = db.Set<MemberRow>().FromSqlRaw(After(db), last).AsNoTracking().Where(member => statuses.Contains(member.Status) && classes.Contains(member.Class));
        if (selection.RankAtLeast is { } least)
        {
            string agent = MemberClass.Agent.Word(), first = MemberRank.Agent.Word();
            string[] ranks = [.. Enum.GetValues<MemberRank>().Where(rank => rank >= least).Select(rank => rank.Word())];
            members = members.Where(member => member.Class == agent && ranks.Contains(member.Rank ?? first));
        }

        return [.. (await members.OrderBy(member => member.Subject).Take(take).ToListAsync(cancel)).Select(Of)];
    }

    // Ids are compared by the database; the language has no word for it.
    private static string After(AzukariDb db)
    {
        var entity = db.Model.FindEntityType(typeof(MemberRow))!;
        return $"SELECT * FROM {db.GetService<ISqlGenerationHelper>().DelimitIdentifier(entity.GetTableName()!, entity.GetSchema())} WHERE subject > {{0}}";
    }
}
