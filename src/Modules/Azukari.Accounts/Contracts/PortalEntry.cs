using Azukari.Members.Contracts;

namespace Azukari.Accounts.Contracts;

/// <summary>One way in the portal's navigation. What leads to no page the member may open is not shown; each page still decides for itself.</summary>
/// <param name="Order">Lower stands first.</param>
/// <param name="Path">The page, without language.</param>
/// <param name="Label">Its label, in the language of the request.</param>
/// <param name="For">Whom it is shown to, by their membership; null for somebody who has none.</param>
public sealed record PortalEntry(int Order, string Path, Func<IServiceProvider, string> Label, Func<Membership?, bool> For);
