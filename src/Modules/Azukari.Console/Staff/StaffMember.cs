using System.Security.Claims;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Azukari.Vault;

namespace Azukari.Console.Staff;

/// <summary>Somebody of the staff, as they stand now: the code the ledger knows them by, what they may act as, and their duties.</summary>
/// <param name="Login">The accessor of all they do: a login or a staff number, never a name.</param>
/// <param name="Roles">Ids of the policy's recipient kinds. A role has no rights of its own: the policy says what it may use.</param>
/// <param name="Duties">What else they may do.</param>
public sealed record StaffMember(string Login, IReadOnlySet<string> Roles, IReadOnlySet<Duty> Duties)
{
    /// <summary>Since when they work here, as far as their list knows: for operators, since their entry was first seen. Null where one alone is asked for.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>As the ledger names them.</summary>
    public Accessor Accessor => new(Login);
}

/// <summary>
/// A list of those who work here. Modules register theirs as singletons of this type; what it says is asked anew at each request, so that
/// whoever leaves or changes desks does so at once.
/// </summary>
public interface IStaffSource
{
    /// <summary>Who has this login; null when nobody of this list has.</summary>
    ValueTask<StaffMember?> FindAsync(string login, CancellationToken cancel);

    /// <summary>Everybody of this list.</summary>
    ValueTask<IReadOnlyList<StaffMember>> AllAsync(CancellationToken cancel);
}

/// <summary>The operators of <c>azukari.json</c>.</summary>
internal sealed class OperatorsAsStaff(CompanyCore company, OperatorsSeen seen) : IStaffSource
{
    public ValueTask<StaffMember?> FindAsync(string login, CancellationToken cancel) =>
        new(company.Operators.TryGetValue(login, out var found) ? Of(found) : null);

    public async ValueTask<IReadOnlyList<StaffMember>> AllAsync(CancellationToken cancel)
    {
        var since = await seen.NoteAsync(cancel);
        return [.. company.Operators.Values.Select(one => Of(one) with { Since = since.TryGetValue(one.Login, out var at) ? at : null })];
    }

    private static StaffMember Of(Operator one) => new(one.Login, one.Roles, one.Duties);
}

/// <summary>Who works here, from every list there is; whoever is on two has the roles and duties of both, such as a role for an emergency.</summary>
public sealed class StaffNow(IEnumerable<IStaffSource> sources)
{
    /// <summary>Who has this login now; null when nobody has.</summary>
    public async ValueTask<StaffMember?> FindAsync(string login, CancellationToken cancel)
    {
        StaffMember? found = null;
        foreach (var source in sources)
            if (await source.FindAsync(login, cancel) is { } listed) found = Both(found, listed);
        return found;
    }

    /// <summary>Who is signed in to the console; null when nobody is, or they work here no more.</summary>
    public async ValueTask<StaffMember?> OfAsync(ClaimsPrincipal? user, CancellationToken cancel) =>
        StaffScheme.LoginOf(user) is { } login ? await FindAsync(login, cancel) : null;

    /// <summary>Everybody, each once, sorted by login.</summary>
    public async ValueTask<IReadOnlyList<StaffMember>> AllAsync(CancellationToken cancel)
    {
        var all = new SortedDictionary<string, StaffMember>(StringComparer.Ordinal);
        foreach (var source in sources)
            foreach (var one in await source.AllAsync(cancel)) all[one.Login] = Both(all.GetValueOrDefault(one.Login), one);
        return [.. all.Values];
    }

    private static StaffMember Both(StaffMember? first, StaffMember second) => first is null ? second : first with
    {
        Roles = first.Roles.Union(second.Roles).ToHashSet(StringComparer.Ordinal), Duties = first.Duties.Union(second.Duties).ToHashSet(),
        Since = first.Since is { } one && second.Since is { } other && other < one ? other : first.Since ?? second.Since,
    };
}
