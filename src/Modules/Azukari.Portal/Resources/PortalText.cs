namespace Azukari.Portal.Resources;

/// <summary>Marks the strings of the member portal: PortalText.resx (Japanese) and PortalText.en.resx.</summary>
public sealed class PortalText;
