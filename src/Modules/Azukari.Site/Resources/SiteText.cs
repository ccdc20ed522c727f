namespace Azukari.Site.Resources;

/// <summary>Marks the strings of the public site: SiteText.resx (Japanese) and SiteText.en.resx.</summary>
public sealed class SiteText;
