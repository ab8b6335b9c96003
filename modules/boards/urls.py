"""Addresses of the boards, below `/boards/`."""

from django.urls import path

from dangol.records import record_urls
from modules.boards.records.boards import board_record
from modules.boards.records.posts import post_record
from modules.boards.views import posts

app_name = "boards"
urlpatterns = [
    *record_urls(board_record, "boards"),
    *record_urls(post_record, "posts"),
    path("posts/<uuid:pk>/read", posts.post_read, name="post-read"),
    path("posts/<uuid:pk>/confirm", posts.post_confirm, name="post-confirm"),
    path("posts/<uuid:pk>/helpful", posts.post_helpful, name="post-helpful"),
    path("posts/<uuid:pk>/accept/<uuid:note>", posts.post_accept, name="post-accept"),
    path("posts/<uuid:pk>/versions/<int:number>", posts.post_put_back, name="post-put-back"),
]
