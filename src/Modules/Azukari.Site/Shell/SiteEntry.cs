namespace Azukari.Site.Shell;

/// <summary>An entry of the public site's navigation that another module adds, as a singleton of this type; they stand before the site's own.</summary>
/// <param name="Order">Its place among them, smaller first.</param>
/// <param name="Path">The page, without language.</param>
/// <param name="Label">What it is called in the language of the request.</param>
public sealed record SiteEntry(int Order, string Path, Func<IServiceProvider, string> Label);
