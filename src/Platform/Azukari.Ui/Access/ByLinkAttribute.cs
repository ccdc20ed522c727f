namespace Azukari.Ui.Access;

/// <summary>
/// A page or endpoint for whoever holds its link: what the link carries is all that is shown, and all that is needed. It asks for no sign-in, and a
/// form sent to it needs no token, since no other site can know the link.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ByLinkAttribute : Attribute;
