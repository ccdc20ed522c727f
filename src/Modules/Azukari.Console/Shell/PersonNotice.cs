using Azukari.Console.Staff;
using Azukari.Vault;

namespace Azukari.Console.Shell;

/// <summary>Something another module asks for on a person's page, of who may do it; registered as a singleton.</summary>
/// <param name="Of">What it asks somebody of the staff for about a person; null where nothing. By ids and facts: no value is read for it.</param>
public sealed record PersonNotice(Func<IServiceProvider, StaffMember, SubjectId, CancellationToken, Task<PersonAsk?>> Of);

/// <summary>What is asked for.</summary>
/// <param name="Title">In a sentence.</param>
/// <param name="Link">What the page is called where it is done.</param>
/// <param name="Path">That page, without language.</param>
public sealed record PersonAsk(string Title, string Link, string Path);
