using Azukari.Company;
using Azukari.Console.Staff;

namespace Azukari.Console.Board;

/// <summary>What the review suggests for somebody, the most urgent first.</summary>
internal enum Suggestion
{
    /// <summary>They did nothing at all: take the login away.</summary>
    Login,

    /// <summary>Roles they did not act as: take those away.</summary>
    Roles,

    /// <summary>They have not had the time yet.</summary>
    New,

    /// <summary>All of it is used.</summary>
    Keep,
}

/// <summary>Somebody of the staff, and what they used of what they may.</summary>
/// <param name="Person">Who.</param>
/// <param name="Roles">What they may act as, and when they last did.</param>
/// <param name="Last">When they last did anything.</param>
/// <param name="ReachesTo">Where not all they did was read: back to when.</param>
/// <param name="Suggestion">What follows.</param>
internal sealed record ReviewRow(StaffMember Person, IReadOnlyList<(string Role, DateTimeOffset? Used)> Roles, DateTimeOffset? Last, DateTimeOffset? ReachesTo, Suggestion Suggestion)
{
    /// <summary>The roles nobody saw them in.</summary>
    public IReadOnlyList<string> Idle => [.. Roles.Where(role => role.Used is null).Select(role => role.Role)];
}

/// <summary>Who may act as what, and whether they did. By logins and codes; nobody's data.</summary>
internal sealed class AccessReview(StaffNow staff, CompanyCore company, TimeProvider clock)
{
    /// <summary>So many days are looked at.</summary>
    public const int Days = 90;

    public async Task<IReadOnlyList<ReviewRow>> ReadAsync(CancellationToken cancel)
    {
        var from = clock.GetUtcNow().AddDays(-Days);
        var rows = new List<ReviewRow>();
        foreach (var person in await staff.AllAsync(cancel))
        {
            var acts = await company.Trust.Ledger.LastActsAsync(person.Login, from, person.Roles, ct: cancel);
            IReadOnlyList<(string Role, DateTimeOffset? Used)> roles = [.. person.Roles.Order(StringComparer.Ordinal).Select(role => (role, acts.As.TryGetValue(role, out var at) ? at : (DateTimeOffset?)null))];
            var used = acts.Any is not null && roles.All(role => role.Used is not null);
            // Nobody is told to go who has not had the time to come.
            var follows = used ? Suggestion.Keep : person.Since > from ? Suggestion.New : acts.Any is null ? Suggestion.Login : Suggestion.Roles;
            rows.Add(new ReviewRow(person, roles, acts.Any, acts.ReachesTo, follows));
        }

        return rows;
    }
}
