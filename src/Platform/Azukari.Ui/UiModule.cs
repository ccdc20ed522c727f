using System.Text.Encodings.Web;
using System.Text.Unicode;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azukari.Ui;

/// <summary>The design system: components, theme, languages and response headers shared by every face of the product.</summary>
public static class UiModule
{
    /// <summary>Registers what the components need: Razor components rendered on the server, and their strings.</summary>
    public static IServiceCollection AddAzukariUi(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddLocalization();
        services.AddTransient(typeof(Text<>));
        // Japanese goes out as itself, not as a numeric reference three times its size.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, MemoryKeyRing>();
        return services;
    }
}
