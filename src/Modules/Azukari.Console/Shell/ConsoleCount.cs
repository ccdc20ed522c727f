using Azukari.Company.Settings;
using Azukari.Console.Staff;

namespace Azukari.Console.Shell;

/// <summary>What waits for somebody, as the console's home says it: a number and the page that works it off. A module registers each of its own as a singleton of this type.</summary>
/// <param name="Order">Its place, smaller first.</param>
/// <param name="Path">The page, without language.</param>
/// <param name="Label">What is counted, in the language of the request.</param>
/// <param name="Link">What the page is called.</param>
/// <param name="Count">How many there are; nothing of a person is read for it.</param>
/// <param name="Any">The duties of which one is needed.</param>
public sealed record ConsoleCount(
    int Order, string Path, Func<IServiceProvider, string> Label, Func<IServiceProvider, string> Link, Func<IServiceProvider, CancellationToken, Task<int>> Count, params IReadOnlyList<Duty> Any)
{
    /// <summary>Roles of which one will do as well.</summary>
    public IReadOnlyList<string> Desks { get; init; } = [];

    /// <summary>Whether somebody sees it.</summary>
    public bool IsFor(StaffMember person) => Any.Any(person.Duties.Contains) || Desks.Any(person.Roles.Contains);
}
