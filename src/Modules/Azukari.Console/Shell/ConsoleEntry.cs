using Azukari.Company.Settings;
using Azukari.Console.Staff;

namespace Azukari.Console.Shell;

/// <summary>The parts of the console's navigation: kinds of work, in this order.</summary>
public enum ConsoleWork
{
    /// <summary>What matters now.</summary>
    Overview,

    /// <summary>What may be done: the policy.</summary>
    Policy,

    /// <summary>What was done: the ledger.</summary>
    Records,

    /// <summary>Those it is about: people and their requests.</summary>
    People,

    /// <summary>Keeping the system.</summary>
    System,
}

/// <summary>
/// An entry of the console's navigation. A module registers each of its own as a singleton of this type; whoever has none of its duties does not see it.
/// </summary>
/// <param name="Work">Under which kind of work it stands.</param>
/// <param name="Order">Its place there, smaller first.</param>
/// <param name="Path">The page, a path without language such as <c>/console/policy</c>.</param>
/// <param name="Label">What it is called in the language of the request.</param>
/// <param name="Icon">An SVG path drawn by strokes on a field of 16 by 16.</param>
/// <param name="Any">The duties of which one is needed, as the page declares them; none, and no desk, means everybody of the staff.</param>
public sealed record ConsoleEntry(ConsoleWork Work, int Order, string Path, Func<IServiceProvider, string> Label, string Icon, params IReadOnlyList<Duty> Any)
{
    /// <summary>Roles of which one will do as well, as the page declares them.</summary>
    public IReadOnlyList<string> Desks { get; init; } = [];

    /// <summary>What else it takes; null where duty and desk say all.</summary>
    public Func<IServiceProvider, StaffMember, bool>? Also { get; init; }

    /// <summary>Whether its pages read people for a purpose of their own, which they say themselves: the purpose in force, or that none is, does not hold there.</summary>
    public bool HasOwnPurpose { get; init; }

    /// <summary>Whether somebody sees it.</summary>
    public bool IsFor(StaffMember person, IServiceProvider services) => Also?.Invoke(services, person) != false && IsFor(person);

    private bool IsFor(StaffMember person) => (Any.Count == 0 && Desks.Count == 0) || Any.Any(person.Duties.Contains) || Desks.Any(person.Roles.Contains);
}
